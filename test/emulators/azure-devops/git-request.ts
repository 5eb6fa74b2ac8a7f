import { gunzipSync } from 'node:zlib';

/** What a git client asked for: which objects, how deep, with which filter. */
export interface GitRequest {
  service: 'git-upload-pack' | 'git-receive-pack';
  /** `ls-refs` or `fetch` in protocol version 2. */
  command?: string;
  wants: string[];
  filter?: string;
  depth?: number;
}

/** Reads the packet lines of a git request body. Anything unreadable is left out. */
export function readGitRequest(service: GitRequest['service'], body: Buffer, encoding: string | undefined): GitRequest {
  const lines = packetLines(encoding === 'gzip' ? gunzipSync(body) : body);
  const after = (word: string) => lines.find((line) => line.startsWith(word))?.slice(word.length);
  const [command, filter, depth] = [after('command='), after('filter '), after('deepen ')];
  return {
    service,
    wants: lines.filter((line) => line.startsWith('want ')).map((line) => line.slice(5, 45)),
    ...(command ? { command } : {}),
    ...(filter ? { filter } : {}),
    ...(depth ? { depth: Number(depth) } : {}),
  };
}

function packetLines(body: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at + 4 <= body.length; ) {
    const length = Number.parseInt(body.toString('latin1', at, at + 4), 16);
    if (Number.isNaN(length)) break;
    if (length > 4) lines.push(body.toString('utf8', at + 4, at + length).trimEnd());
    at += Math.max(length, 4);
  }
  return lines;
}
