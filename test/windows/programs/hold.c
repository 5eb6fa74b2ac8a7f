/* Holds the file that it is given, as a virus scanner does: nobody else may open or remove it. Ends after as many seconds. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

int wmain(int count, wchar_t **words) {
  if (count < 3) return 2;
  HANDLE file = CreateFileW(words[1], GENERIC_READ, 0, 0, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, 0);
  printf("%s\n", file == INVALID_HANDLE_VALUE ? "not held" : "held");
  fflush(stdout);
  Sleep(_wtoi(words[2]) * 1000);
  return 0;
}
