/** Functions of the C library that keep no pointer that they are handed, and give none back that leads into what they were handed. */
const names = `
  fopen freopen fdopen fread fwrite fputs puts fprintf printf sprintf snprintf scanf sscanf fscanf perror remove rename system
  getenv setenv unsetenv open openat creat read write pread pwrite stat fstat lstat access chdir mkdir rmdir unlink link symlink
  chmod chown utime mktemp popen opendir strftime strptime mktime time difftime gettimeofday clock_gettime nanosleep setlocale
  mbstowcs wcstombs mbtowc wctomb mblen strcoll strxfrm strlen strcmp strncmp strcasecmp strncasecmp strspn strcspn memcmp strdup
  strndup atoi atol atoll atof frexp frexpf modf modff sincos remquo getline getdelim gethostname getcwd getdomainname uname
  execl execv execvp execlp posix_spawn waitpid wait times getrusage gettimeofday crypt regcomp regexec regfree fgetpos fsetpos
  ctime_r localtime_r gmtime_r asctime_r localtime gmtime asctime ctime qsort nan nanf strerror_r div ldiv select poll pipe
  sigaction sigemptyset sigfillset sigaddset sigprocmask tcgetattr tcsetattr ioctl vprintf vfprintf vsprintf vsnprintf
  pthread_mutex_lock pthread_mutex_unlock pthread_join sem_wait sem_post
`;

export const RETURNS: ReadonlySet<string> = new Set(names.split(/\s+/).filter(Boolean));
