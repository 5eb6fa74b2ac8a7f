/* Starts a program as the Windows agent does: in a console of its own that nobody sees, with pipes for its output and exactly the
   environment that is given; Ctrl+C, Ctrl+Break and the kill of a cancelled job.

   agent.exe ENVIRONMENT ARGUMENTS FOLDER OUTPUT ERRORS CANCEL    paths of Windows; the first two files hold entries parted by zero bytes

   When the file CANCEL appears, its first letter is done: C for Ctrl+C, B for Ctrl+Break, K for the kill. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

static char *content_of(const wchar_t *path, DWORD *size) {
  HANDLE file = CreateFileW(path, GENERIC_READ, 7, 0, OPEN_EXISTING, 0, 0);
  if (file == INVALID_HANDLE_VALUE) return NULL;
  DWORD length = GetFileSize(file, 0);
  char *content = calloc(length + 2, 1);
  ReadFile(file, content, length, size, 0);
  CloseHandle(file);
  return content;
}

static wchar_t *wide_content_of(const wchar_t *path, int *size) {
  DWORD length = 0;
  char *content = content_of(path, &length);
  if (!content) exit(96);
  wchar_t *wide = calloc(length * 2 + 4, sizeof(wchar_t));
  *size = MultiByteToWideChar(CP_UTF8, 0, content, length, wide, length * 2);
  return wide;
}

struct pipe { HANDLE read, write, file; };

static DWORD WINAPI copy_output(void *argument) {
  struct pipe *pipe = argument;
  char buffer[65536];
  DWORD read, written;
  while (ReadFile(pipe->read, buffer, sizeof buffer, &read, 0) && read) WriteFile(pipe->file, buffer, read, &written, 0);
  return 0;
}

static HANDLE task;

/* The starter on Linux holds the other end: when it dies, so does the task. */
static DWORD WINAPI die_with_starter(void *argument) {
  char buffer[16];
  DWORD read;
  while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), buffer, sizeof buffer, &read, 0) && read);
  TerminateProcess(task, 90);
  return 0;
}

/* As CommandLineToArgvW takes it apart again. */
static wchar_t *quoted(wchar_t *to, const wchar_t *word) {
  if (*word && !wcspbrk(word, L" \t\"")) {
    while (*word) *to++ = *word++;
    return to;
  }
  *to++ = '"';
  for (;; word++) {
    int slashes = 0;
    for (; *word == '\\'; word++) slashes++;
    int doubled = *word == 0 || *word == '"' ? slashes * 2 : slashes;
    while (doubled--) *to++ = '\\';
    if (*word == 0) break;
    if (*word == '"') *to++ = '\\';
    *to++ = *word;
  }
  *to++ = '"';
  return to;
}

static void cancel(const wchar_t *path, DWORD pid) {
  DWORD size = 0;
  char *what = content_of(path, &size);
  if (!what || !size) { free(what); return; }
  DeleteFileW(path);
  if (*what == 'K') TerminateProcess(task, 91);
  else {
    FreeConsole();
    BOOL attached = AttachConsole(pid);
    SetConsoleCtrlHandler(0, TRUE);
    BOOL sent = GenerateConsoleCtrlEvent(*what == 'C' ? CTRL_C_EVENT : CTRL_BREAK_EVENT, 0);
    fprintf(stderr, "agent.exe: %c, attached %d, sent %d, last error %lu\n", *what, attached, sent, GetLastError());
    FreeConsole();
  }
  free(what);
}

int wmain(int count, wchar_t **words) {
  if (count < 7) return 97;
  int size;
  wchar_t *environment = wide_content_of(words[1], &size);
  wchar_t *arguments = wide_content_of(words[2], &size);
  wchar_t *line = calloc(size * 3 + 100, sizeof(wchar_t)), *end = line;
  for (wchar_t *word = arguments; word < arguments + size; word += wcslen(word) + 1) {
    if (end != line) *end++ = ' ';
    end = quoted(end, word);
  }
  SECURITY_ATTRIBUTES inherited = { sizeof inherited, 0, TRUE };
  struct pipe pipes[2];
  HANDLE copiers[2];
  for (int i = 0; i < 2; i++) {
    CreatePipe(&pipes[i].read, &pipes[i].write, &inherited, 0);
    SetHandleInformation(pipes[i].read, HANDLE_FLAG_INHERIT, 0);
    pipes[i].file = CreateFileW(words[4 + i], FILE_APPEND_DATA, 7, 0, CREATE_ALWAYS, 0, 0);
  }
  STARTUPINFOW startup = { sizeof startup };
  startup.dwFlags = STARTF_USESTDHANDLES;
  startup.hStdInput = CreateFileW(L"NUL", GENERIC_READ, 3, &inherited, OPEN_EXISTING, 0, 0);
  startup.hStdOutput = pipes[0].write;
  startup.hStdError = pipes[1].write;
  PROCESS_INFORMATION started;
  BOOL is_started = FALSE;
  /* Wine fails to start a program once in a while. */
  for (int attempt = 0; attempt < 3 && !is_started; attempt++)
    is_started = CreateProcessW(0, line, 0, 0, TRUE, CREATE_UNICODE_ENVIRONMENT | CREATE_NO_WINDOW, environment, words[3], &startup, &started);
  if (!is_started) { fwprintf(stderr, L"agent.exe: cannot start (%lu): %ls\n", GetLastError(), line); return 94; }
  task = started.hProcess;
  for (int i = 0; i < 2; i++) {
    CloseHandle(pipes[i].write);
    copiers[i] = CreateThread(0, 0, copy_output, &pipes[i], 0, 0);
  }
  CreateThread(0, 0, die_with_starter, 0, 0, 0);
  while (WaitForSingleObject(task, 30) == WAIT_TIMEOUT) cancel(words[6], started.dwProcessId);
  DWORD code = 93;
  GetExitCodeProcess(task, &code);
  WaitForMultipleObjects(2, copiers, TRUE, 5000);
  return code;
}
