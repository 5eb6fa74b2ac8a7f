import assert from 'node:assert/strict';
import type { HttpClient } from '../../../src/adapters/http/http';
import { client } from '../http/loopback';
import { type Sample, startSample } from './sample';

/** The service as it answers for some iterations: it names no common commit, or says that there is none. */
function without(http: HttpClient, how: 'absent' | 'null', bases?: readonly object[]): HttpClient {
  return {
    ...http,
    async send(request) {
      const answer = await http.send(request);
      if (/\/mergebases\?/.test(String(request.url)) && bases)
        return { ...answer, text: JSON.stringify({ count: bases.length, value: bases }) };
      if (!/\/iterations(?:\?|$)/.test(String(request.url))) return answer;
      const body = JSON.parse(answer.text) as { value: Record<string, unknown>[] };
      const value = body.value.map(({ commonRefCommit: _, ...rest }) => {
        return how === 'absent' ? rest : { ...rest, commonRefCommit: null };
      });
      return { ...answer, text: JSON.stringify({ ...body, value }) };
    },
  };
}

describe('an iteration that names no common commit', () => {
  let sample: Sample;
  before(async () => {
    sample = await startSample();
  });
  after(() => sample.close());

  for (const how of ['absent', 'null'] as const) {
    it(`is reviewed from the merge base that the service tells (${how})`, async () => {
      const known = await sample.host().pullRequest();
      const asked = await sample.host({ http: without(client(), how) }).pullRequest();
      assert.deepEqual(asked.iteration, known.iteration);
    });
  }

  it('is of branches that share nothing only where the service says so', async () => {
    const host = sample.host({ http: without(client(), 'absent', []) });
    await assert.rejects(host.pullRequest(), /shares no commit with its target branch/);
  });
});
