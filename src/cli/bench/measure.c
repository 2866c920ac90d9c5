/* Times commands side by side, interleaved in blocks: a block is one run, or as many as fit into a tenth of a second, and every
   other round takes the sides from the last to the first, so that none always follows the same other one. Warm-up ends when its
   rounds or the seconds are over. Reads NUL-ended words: warm-up, iterations, seconds, number of sides; then a side:
   folder, input file, number of arguments, arguments, number of variables, variables. Prints a line a run: side, wall and processor
   time in seconds, peak memory in KiB. In C, since a child's peak counts the memory of the process that forked it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  char *folder, *input, **arguments, **variables;
} Side;

static char *word(void) {
  char *text = NULL;
  size_t size = 0;
  if (getdelim(&text, &size, 0, stdin) < 0) exit(2);
  return text;
}

static char **words(void) {
  int count = atoi(word());
  char **list = calloc((size_t)count + 1, sizeof *list);
  if (list == NULL) exit(2);
  for (int i = 0; i < count; i++) list[i] = word();
  return list;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec * 1e-6; }

static double once(const Side *side, int index, int print) {
  double begin = now();
  pid_t child = fork();
  if (child < 0) exit(2);
  if (child == 0) {
    int input = open(side->input, O_RDONLY), null = open("/dev/null", O_WRONLY);
    if (input < 0 || null < 0 || chdir(side->folder) != 0) _exit(126);
    dup2(input, 0);
    dup2(null, 1);
    dup2(null, 2);
    execvpe(side->arguments[0], side->arguments, side->variables);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) exit(2);
  double wall = now() - begin;
  if (print) printf("%d %.9f %.6f %ld\n", index, wall, seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
  return wall;
}

int main(void) {
  int warmup = atoi(word()), iterations = atoi(word());
  double limit = atof(word());
  int count = atoi(word());
  Side *sides = calloc((size_t)count, sizeof *sides);
  if (sides == NULL) return 2;
  for (int i = 0; i < count; i++) {
    sides[i].folder = word();
    sides[i].input = word();
    sides[i].arguments = words();
    sides[i].variables = words();
  }
  int *blocks = calloc((size_t)count, sizeof *blocks);
  if (blocks == NULL) return 2;
  double begin = now();
  for (int i = 0; i < count; i++) blocks[i] = 1;
  for (int round = 0; round < warmup && (round == 0 || now() - begin < limit); round++) {
    for (int i = 0; i < count; i++) {
      double fit = 0.1 / (once(&sides[i], i, 0) + 1e-6);
      blocks[i] = fit < 1 ? 1 : fit > 10 ? 10 : (int)fit;
    }
  }
  begin = now();
  for (int round = 1, least = 0;; round++) {
    int shortest = 10;
    for (int k = 0; k < count; k++) {
      int i = round % 2 == 1 ? k : count - 1 - k;
      for (int run = 0; run < blocks[i]; run++) once(&sides[i], i, 1);
      if (blocks[i] < shortest) shortest = blocks[i];
    }
    least += shortest;
    if (least >= iterations || (round >= 3 && now() - begin >= limit)) return 0;
  }
}
