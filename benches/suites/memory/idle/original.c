/* A process that does nothing: what starting one takes. */
#include <stdio.h>

int main(void) {
  puts("ready");
  return 0;
}
