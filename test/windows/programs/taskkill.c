/* taskkill /T /F /PID number: Wine 8's own knows no /T. */
#include <windows.h>
#include <tlhelp32.h>
#include <stdio.h>
#include <wchar.h>

static void end_tree(DWORD pid, int with_children) {
  if (with_children) {
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    PROCESSENTRY32W entry = { sizeof entry };
    for (BOOL more = Process32FirstW(all, &entry); more; more = Process32NextW(all, &entry))
      if (entry.th32ParentProcessID == pid && entry.th32ProcessID != pid) end_tree(entry.th32ProcessID, 1);
    CloseHandle(all);
  }
  HANDLE process = OpenProcess(PROCESS_TERMINATE, 0, pid);
  if (!process) return;
  TerminateProcess(process, 1);
  CloseHandle(process);
  printf("SUCCESS: %lu\n", pid);
}

int wmain(int count, wchar_t **words) {
  DWORD pid = 0;
  int with_children = 0;
  for (int i = 1; i < count; i++) {
    if (!_wcsicmp(words[i], L"/pid") && i + 1 < count) pid = _wtoi(words[++i]);
    else if (!_wcsicmp(words[i], L"/t")) with_children = 1;
  }
  HANDLE process = OpenProcess(PROCESS_QUERY_INFORMATION, 0, pid);
  if (!process) { fprintf(stderr, "ERROR: The process \"%lu\" not found.\n", pid); return 128; }
  CloseHandle(process);
  end_tree(pid, with_children);
  return 0;
}
