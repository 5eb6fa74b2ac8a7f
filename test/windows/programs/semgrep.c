/* A stand-in for semgrep.exe: one alert on line 5 of tools\archive.py, spelled as Semgrep spells it on Windows. It writes its folder,
   arguments and environment into semgrep.log beside itself, and hangs when semgrep-hangs is there. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

static wchar_t *beside(const wchar_t *name) {
  static wchar_t path[4096];
  GetModuleFileNameW(0, path, 4096);
  wcscpy(wcsrchr(path, '\\') + 1, name);
  return path;
}

static void write_log(int count, wchar_t **words) {
  FILE *log = _wfopen(beside(L"semgrep.log"), L"a");
  wchar_t folder[4096];
  GetCurrentDirectoryW(4096, folder);
  fprintf(log, "folder %ls\n", folder);
  for (int i = 1; i < count; i++) fprintf(log, "argument %ls\n", words[i]);
  for (wchar_t *entry = GetEnvironmentStringsW(); *entry; entry += wcslen(entry) + 1) fprintf(log, "environment %ls\n", entry);
  fclose(log);
}

int wmain(int count, wchar_t **words) {
  write_log(count, words);
  if (count > 1 && !wcscmp(words[1], L"--version")) { printf("1.170.0\r\n"); return 0; }
  if (GetFileAttributesW(beside(L"semgrep-hangs")) != INVALID_FILE_ATTRIBUTES) Sleep(100000);
  printf("{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"Semgrep OSS\",\"semanticVersion\":\"1.170.0\",\"rules\":"
         "[{\"id\":\"r1\",\"defaultConfiguration\":{\"level\":\"error\"}}]}},\"results\":[");
  if (GetFileAttributesW(L"tools\\archive.py") != INVALID_FILE_ATTRIBUTES)
    printf("{\"ruleId\":\"r1\",\"level\":\"error\",\"message\":{\"text\":\"shell\"},\"locations\":[{\"physicalLocation\":"
           "{\"artifactLocation\":{\"uri\":\"tools\\\\archive.py\",\"uriBaseId\":\"%%SRCROOT%%\"},\"region\":{\"startLine\":5}}}]}");
  printf("]}]}");
  return 0;
}
