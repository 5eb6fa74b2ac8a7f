/* As cmd\git.exe of Git for Windows: starts ..\mingw64\bin\git.exe and waits for it. */
#include <windows.h>
#include <wchar.h>

int wmain(void) {
  static wchar_t home[4096], program[4096], old_path[32768], path[65536];
  GetModuleFileNameW(0, home, 4096);
  for (int i = 0; i < 2; i++) {
    wchar_t *slash = wcsrchr(home, '\\');
    if (slash) *slash = 0;
  }
  swprintf(program, 4096, L"%ls\\mingw64\\bin\\git.exe", home);
  GetEnvironmentVariableW(L"PATH", old_path, 32768);
  swprintf(path, 65536, L"%ls\\mingw64\\bin;%ls", home, old_path);
  SetEnvironmentVariableW(L"PATH", path);
  SetEnvironmentVariableW(L"MSYSTEM", L"MINGW64");
  SetEnvironmentVariableW(L"EXEPATH", home);
  SetConsoleCtrlHandler(0, TRUE);
  STARTUPINFOW startup;
  GetStartupInfoW(&startup);
  PROCESS_INFORMATION started;
  if (!CreateProcessW(program, GetCommandLineW(), 0, 0, TRUE, 0, 0, 0, &startup, &started)) return 127;
  WaitForSingleObject(started.hProcess, INFINITE);
  DWORD code = 1;
  GetExitCodeProcess(started.hProcess, &code);
  return code;
}
