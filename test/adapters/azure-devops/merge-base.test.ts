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

/** The service as it answers for branches that took each other in. */
function crossed(http: HttpClient, bases: readonly string[] | undefined, since: readonly string[]): HttpClient {
  return {
    ...http,
    async send(request) {
      const url = String(request.url);
      if (/\/mergebases\?/.test(url)) {
        const isOfBases = bases?.some((base) => url.includes(`/commits/${base}/`));
        const found = (isOfBases ? since : bases)?.map((commitId) => ({ commitId }));
        if (found === undefined) return { ...(await http.send(request)), status: 404 };
        return {
          ...(await http.send(request)),
          status: 200,
          text: JSON.stringify({ count: found.length, value: found }),
        };
      }
      const answer = await http.send(request);
      if (!/\/pullRequests\/\d+(?:\?|$)/i.test(url)) return answer;
      return { ...answer, text: JSON.stringify({ ...JSON.parse(answer.text), hasMultipleMergeBases: true }) };
    },
  };
}

describe('branches with several common commits', () => {
  let sample: Sample;
  before(async () => {
    sample = await startSample();
  });
  after(() => sample.close());

  const [other, fork] = ['b'.repeat(40), 'c'.repeat(40)];
  const basesWith = async (bases: readonly string[] | undefined, since: readonly string[]) => {
    const { base } = (await sample.host().pullRequest()).iteration;
    const http = crossed(client(), bases && [base, ...bases], since);
    return (await sample.host({ http }).pullRequest()).iteration.otherBases;
  };

  it('are compared with the one that the iteration names, and the others are told', async () => {
    assert.deepEqual(await basesWith([other.toUpperCase()], [fork]), [{ commit: other, since: fork }]);
    assert.deepEqual(await basesWith([other], [fork, other]), [{ commit: other }]);
  });

  it('are known to have more of them where nobody names these', async () => {
    assert.deepEqual(await basesWith([], []), []);
    assert.deepEqual(await basesWith(undefined, []), []);
  });

  it('are not asked about one by one where an author made many of them', async () => {
    const many = Array.from({ length: 11 }, (_, at) => String(at).padStart(40, '0'));
    assert.deepEqual(
      await basesWith(many, [fork]),
      many.map((commit) => ({ commit })),
    );
    assert.equal((await basesWith(many.slice(1), [fork]))?.filter(({ since }) => since === fork).length, 10);
  });

  it('control: with one of them nobody is asked', async () => {
    assert.equal((await sample.host().pullRequest()).iteration.otherBases, undefined);
  });
});

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
