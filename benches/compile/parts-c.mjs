// Parts of large C programs: each a text for its number, with a `part_N` that the program calls.
export const C = [
  (n) => `struct point_${n} {
  int x, y;
  double weight;
};

/* The sum of the weights of ${n}. */
static double weigh_${n}(const struct point_${n} *points, size_t count) {
  double total = 0;
  for (size_t i = 0; i < count; i++) {
    if (points[i].x < 0)
      continue;
    total += points[i].weight * (points[i].y + 1);
  }
  return total;
}

static int part_${n}(void) {
  struct point_${n} points[4] = {{1, 2, 0.5}, {.x = -1, .y = 3}, {3, 4, ${n % 9}.25}};
  points[3] = points[0];
  printf("%.2f\\n", weigh_${n}(points, 4));
  return points[3].x;
}

`,
  (n) => `static unsigned hash_${n}(const char *text) {
  unsigned value = ${2166136261 % (n + 1000)}u;
  while (*text) {
    value ^= (unsigned char)*text++;
    value *= 16777619u;
  }
  return value;
}

static int part_${n}(void) {
  static const char *words[] = {"one", "two", "three", "four", NULL};
  unsigned all = 0;
  for (int i = 0; words[i] != NULL; i++)
    all = (all << 3) ^ hash_${n}(words[i]);
  printf("%08x\\n", all);
  return (int)(all % 100);
}

`,
  (n) => `static void sort_${n}(int *values, int count) {
  for (int i = 1; i < count; i++) {
    int value = values[i], j = i - 1;
    while (j >= 0 && values[j] > value) {
      values[j + 1] = values[j];
      j--;
    }
    values[j + 1] = value;
  }
}

static int part_${n}(void) {
  int values[10];
  for (int i = 0; i < 10; i++)
    values[i] = (i * ${(n % 17) + 3} + 5) % 11;
  sort_${n}(values, 10);
  for (int i = 0; i < 10; i++)
    printf("%d%c", values[i], i == 9 ? '\\n' : ' ');
  return values[9];
}

`,
  (n) => `enum kind_${n} { PUSH_${n}, ADD_${n}, MUL_${n}, DROP_${n} };

static long run_${n}(const int *code, int length) {
  long stack[16];
  int top = 0;
  for (int pc = 0; pc < length; pc++) {
    switch (code[pc]) {
    case PUSH_${n}:
      stack[top++] = code[++pc];
      break;
    case ADD_${n}:
      top--;
      stack[top - 1] += stack[top];
      break;
    case MUL_${n}:
      top--;
      stack[top - 1] *= stack[top];
      break;
    default:
      if (top > 0)
        top--;
      break;
    }
  }
  return top > 0 ? stack[top - 1] : 0;
}

static int part_${n}(void) {
  int code[] = {PUSH_${n}, ${n}, PUSH_${n}, 4, ADD_${n}, PUSH_${n}, 2, MUL_${n}};
  long result = run_${n}(code, (int)(sizeof code / sizeof code[0]));
  printf("%ld\\n", result);
  return (int)(result & 0xff);
}

`,
  (n) => `struct item_${n} {
  int value;
  struct item_${n} *next;
};

static struct item_${n} *push_${n}(struct item_${n} *list, int value) {
  struct item_${n} *item = malloc(sizeof *item);
  if (item == NULL)
    exit(1);
  item->value = value;
  item->next = list;
  return item;
}

static int part_${n}(void) {
  struct item_${n} *list = NULL;
  int sum = 0;
  for (int i = 0; i < ${(n % 9) + 3}; i++)
    list = push_${n}(list, i * i);
  while (list != NULL) {
    struct item_${n} *next = list->next;
    sum += list->value;
    free(list);
    list = next;
  }
  printf("sum %d\\n", sum);
  return sum;
}

`,
  (n) => `static int reverse_${n}(char *out, const char *in, size_t room) {
  size_t length = strlen(in);
  if (length + 1 > room)
    return -1;
  for (size_t i = 0; i < length; i++)
    out[i] = (char)toupper((unsigned char)in[length - 1 - i]);
  out[length] = '\\0';
  return (int)length;
}

static int part_${n}(void) {
  char text[32];
  int length = reverse_${n}(text, "number ${n}", sizeof text);
  do {
    length--;
  } while (length > 0 && text[length] != 'N');
  printf("%s %d\\n", text, length);
  return length;
}

`,
];
