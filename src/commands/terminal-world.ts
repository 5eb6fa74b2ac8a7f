import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { version } from '../../package.json';
import type { Cancellation } from '../adapters/azure-pipelines/cancellation';
import { createGitRepository } from '../adapters/git/create-git-repository';
import type { LocalRange } from '../adapters/git/local-range';
import { createHttpClient } from '../adapters/http/http';
import { createTerminalHost } from '../adapters/terminal/host';
import type { Progress } from '../adapters/terminal/progress';
import type { Settings } from '../steps/settings/settings';
import { clock } from '../wiring/clock';
import { createOutboundGuard } from '../wiring/outbound-guard';
import { createStopwatch } from '../wiring/stopwatch';
import { wireTools } from '../wiring/tools';
import type { World } from '../world';
import { claudeWithKey, hasKey, NOBODY } from './claude-with-key';
import { proxyOf } from './proxy';
import type { Terminal } from './terminal';
import { watched } from './watched';

export interface Asked {
  settings: Settings;
  terminal: Terminal;
  /** Of the repository. */
  folder: string;
  range: Pick<LocalRange, 'base' | 'source' | 'gitPath' | 'gitFolder'>;
  /** Folders whose programs are not started. */
  untrustedFolders: readonly string[];
  /** False where Claude is not asked: then no key is needed and no network used. `perhaps`: a missing key is told when it is asked. */
  asksModel: boolean | 'perhaps';
  cancellation: Cancellation;
  progress: Progress;
}

/** A world of this machine: its git, its scanners, a host that forgets, and Claude when it is to be asked. */
export function terminalWorld(asked: Asked): World & { end(): Promise<void> } {
  const { settings, terminal, folder, range, untrustedFolders, cancellation, progress } = asked;
  const { signal, remaining } = cancellation;
  const { log } = progress;
  const http = createHttpClient({
    ...{ proxy: proxyOf(terminal.environment), clock, log, deadline: signal, remainingMilliseconds: remaining },
  });
  const repository = createGitRepository({
    remoteUrl: pathToFileURL(range.gitFolder).href,
    authorization: null,
    scratchFolder: tmpdir(),
    gitPath: range.gitPath,
    untrustedFolders,
    environment: terminal.environment,
    signal,
    // What a server can and cannot do is of no interest where the server is this machine; failures are thrown.
    log: { ...log, info() {}, warn() {} },
  });
  const rulesAtTarget = async (path: string) =>
    (await repository.read([`${range.base}:${path}`])).values().next().value;
  const tools = wireTools(settings, {
    ...{ temporaryFolder: tmpdir(), workingFolder: folder, environment: terminal.environment },
    ...{ untrustedFolders, log, rulesAtTarget },
  });
  const isAsked = asked.asksModel === true || (asked.asksModel && hasKey(terminal));
  const model = isAsked ? claudeWithKey(settings, terminal, { http, remaining, log }) : NOBODY;
  const { timed, stages } = createStopwatch(clock);
  const guard = createOutboundGuard(terminal.mask, log);
  const watch = <Port extends object>(stage: string, port: Port) => timed(stage, watched(stage, port, progress));
  return {
    scanner: tools.scanner && watch('static analysis', tools.scanner),
    outliner: tools.outliner && watch('skeletons', tools.outliner),
    sarifFiles: tools.sarifFiles,
    host: guard.host(createTerminalHost(range)),
    repository: watch('git', repository),
    model: guard.model(watch('Claude', model)),
    told: guard.told,
    keptFromModel: guard.keptFromModel,
    workingFolder: folder,
    ...{ log, clock, signal, stages },
    // Nothing is stored that could be signed.
    signingKey: null,
    run: { version, id: 'terminal', url: '', startedAt: clock.now() },
    calls: [],
    sent: [],
    async end() {
      await Promise.all([tools.dispose(), repository.dispose(), http.close()]);
    },
  };
}
