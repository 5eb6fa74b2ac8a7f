import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRequest } from '../../src/adapters/http/http';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { GAPS, type Gap, noting, type Place, without } from './altered-answers';
import { type Life, type RunOptions, startLife } from './life';
import { type Recording, recording, remembering, replaying } from './recorded-service';
import { base, numbered, source } from './small';

const ADAPTER = join(__dirname, '..', '..', 'src', 'adapters', 'azure-devops');
const READERS = readdirSync(ADAPTER).map((name) => readFileSync(join(ADAPTER, name), 'utf8'));
const INPUTS = { vote: 'waitForAuthor' };

/** A run that ends with FAIL, and everything that it read of the service. */
interface Scene {
  life: Life;
  options: RunOptions;
  recorded: Recording;
  places: readonly Place[];
  /** What the reviewer does not see this time: what was raised before must still stand. */
  overlooks: readonly string[];
}

/**
 * The contract calls every field optional, and services leave out, write `null` or write nothing. A run that misses one either
 * ends as it would have ended, or says what was wrong with the answer: it never passes what it would have failed.
 */
describe('a field that the service leaves out is no fact', function () {
  this.timeout(600_000);
  const scenes: Record<string, Scene> = {};
  const lives: Life[] = [];

  before(async () => {
    const life = await startLife({ base, source });
    lives.push(life);
    const shared = { inputs: INPUTS, repository: remembering(new Map()) };
    scenes.first = await recorded(life, { ...shared, run: 'build 1', startedAt: 1 });
    await life.push({ ...source, 'src/b.ts': numbered('b', { 3: 'let x = 1;' }) });
    scenes.later = await recorded(life, { ...shared, run: 'build 2', startedAt: 2 }, ['total']);
    const other = await startLife({ base, source });
    lives.push(other);
    const overRest = await recorded(other, { inputs: INPUTS, run: 'build 1', startedAt: 1, overRest: true });
    const isOverRest = ({ route }: Place) => /\/(items|commits|trees|blobs|changes)\b/.test(route);
    scenes.overRest = { ...overRest, places: overRest.places.filter(isOverRest) };
  });
  after(async () => {
    for (const life of lives) await life.close();
  });

  for (const name of ['first', 'later', 'overRest']) {
    for (const gap of GAPS) {
      it(`${gap}, ${name === 'first' ? 'in a first review' : name === 'later' ? 'where a blocker was raised before' : 'where git cannot fetch'}`, async () => {
        const scene = scenes[name]!;
        assert.ok(scene.places.length > 15);
        const wrong: string[] = [];
        for (const place of scene.places) {
          const problem = await problemOf(scene, place, gap);
          if (problem) wrong.push(`${place.method} ${place.route} ${place.path}: ${problem}`);
        }
        assert.deepEqual(wrong, []);
      });
    }
  }

  it('control: the same runs without a gap fail', async () => {
    for (const scene of Object.values(scenes)) {
      const { record, status } = await repeated(scene);
      assert.deepEqual([record.ending.verdict, status], ['FAIL', 'failed']);
    }
  });
});

async function recorded(life: Life, options: RunOptions, overlooks: readonly string[] = []): Promise<Scene> {
  const [places, answers]: [Map<string, Place>, Recording] = [new Map(), new Map()];
  for (const name of overlooks) life.reviewer.overlooks.add(name);
  const record = await life.run({ ...options, http: (http) => noting(places)(recording(answers)(http)) });
  assert.equal(record.ending.verdict, 'FAIL');
  return { life, options, recorded: answers, places: [...places.values()].filter(isRead), overlooks };
}

/** Names that nobody reads cannot matter. */
function isRead({ path }: Place): boolean {
  const name = path.split('.').findLast((part) => part !== '[]') ?? '';
  return name === '' || /\0/.test(name) || READERS.some((text) => new RegExp(`\\b${name}\\b`).test(text));
}

async function repeated(scene: Scene, alter?: ReturnType<typeof without>) {
  const written: HttpRequest[] = [];
  scene.life.reviewer.overlooks.clear();
  for (const name of scene.overlooks) scene.life.reviewer.overlooks.add(name);
  const service = replaying(scene.recorded, (request) => void written.push(request));
  const http: RunOptions['http'] = (real) => (alter ? alter(service(real)) : service(real));
  const record = await scene.life.run({ ...scene.options, http });
  const statuses = written.filter(({ route }) => route.endsWith('statuses'));
  const states = statuses.map(({ body }) => (JSON.parse(body ?? '{}') as { state?: string }).state);
  return { record, status: states.at(-1) };
}

/** What is wrong with the end of a run that missed this; undefined where nothing is. */
async function problemOf(scene: Scene, place: Place, gap: Gap): Promise<string | undefined> {
  const { record, status } = await repeated(scene, without(place, gap));
  const { ending, codes = [] } = record;
  if (status === 'succeeded' || ending.status === 'succeeded') return 'green';
  if (ending.verdict === 'FAIL') return undefined;
  if (!isNamed(record)) return `ended as ${ending.outcome} with ${codes.join()}: ${record.problems[0]}`;
  const isTold = status === 'error' || status === 'failed' || /status/.test(place.route);
  return isTold ? undefined : `the pull request was not told (${status})`;
}

/** The message names the request whose answer it was; answers to other requests than were recorded are not there. */
function isNamed({ codes = [], problems }: ReviewRecord): boolean {
  const isExpected = codes.every((code) => code === 'unexpected-answer' || code === 'not-found');
  return codes.length > 0 && isExpected && /Azure DevOps (answered|does not find|lists no)/.test(problems.join());
}
