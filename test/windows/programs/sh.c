/* sh -c "git-upload-pack 'path'": all that git asks of a shell when it fetches from a folder. Starts git.exe with those words. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

int wmain(int count, wchar_t **words) {
  if (count < 3 || wcscmp(words[1], L"-c") || wcsncmp(words[2], L"git-upload-pack ", 16)) {
    fwprintf(stderr, L"sh: this one starts git-upload-pack alone\n");
    return 2;
  }
  wchar_t line[32768], *end = line + swprintf(line, 32768, L"git.exe upload-pack \"");
  /* git writes a quotation mark inside of quotation marks as '\'' */
  for (wchar_t *from = words[2] + 16; *from; from++) {
    if (!wcsncmp(from, L"'\\''", 4)) { *end++ = '\''; from += 3; }
    else if (*from != '\'') *end++ = *from;
  }
  *end++ = '"';
  *end = 0;
  STARTUPINFOW startup;
  GetStartupInfoW(&startup);
  PROCESS_INFORMATION started;
  if (!CreateProcessW(0, line, 0, 0, TRUE, 0, 0, 0, &startup, &started)) return 127;
  WaitForSingleObject(started.hProcess, INFINITE);
  DWORD code = 1;
  GetExitCodeProcess(started.hProcess, &code);
  return code;
}
