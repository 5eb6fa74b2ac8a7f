import { openHost } from '../web/host/open';
import { failureKind } from '../web/rest/failure';
import { createRest } from '../web/rest/rest';
import { type Asking, createAsking, type Pipeline } from './asking';
import { button, heading, labelled, line, link, menuOf, wordsField } from './parts';
import { KINDS, said, WORDS } from './words';

void open();

/** The panel: words, what kind of request they are, and the pipeline that works on it. */
async function open(): Promise<void> {
  const page = document.createElement('main');
  document.getElementById('page')?.append(page);
  const host = await openHost();
  const { collectionUrl, project, configuration, token } = host;
  const asking = createAsking({
    rest: createRest({ collectionUrl, token, onWait: () => undefined }),
    ...{ collectionUrl, token, project: project.id || project.name },
    repositoryId: String(configuration.repositoryId ?? ''),
    pullRequestId: Number(configuration.pullRequestId),
  });
  page.append(heading(WORDS.title));
  const pipelines = await asking.pipelines().catch((error: unknown) => {
    page.append(line('bad', said(WORDS.noPipelines, failureKind(error))));
  });
  if (pipelines?.length === 0) page.append(line('bad', WORDS.nothingToQueue));
  if (pipelines && pipelines.length > 0) showForm(page, asking, pipelines);
}

function showForm(page: HTMLElement, asking: Asking, pipelines: readonly Pipeline[]): void {
  const words = wordsField();
  const kind = menuOf(KINDS);
  const pipeline = menuOf(pipelines.map(({ id, name }) => [`${id}`, name] as const));
  const ask = button(WORDS.ask);
  const state = line('quiet', WORDS.asWhom);
  page.append(labelled(WORDS.kind, kind), labelled(WORDS.words, words));
  page.append(labelled(WORDS.pipeline, pipeline), ask, state);
  /** A comment that stands there already is not written again where only the run did not begin. */
  let written: Promise<string> | undefined;
  ask.addEventListener('click', async () => {
    for (const part of [ask, words, kind]) part.disabled = true;
    try {
      written ??= asking.write(`/second-pass ${kind.value} ${words.value.trim()}`.trim());
      const comment = await written.catch((error: unknown) => {
        written = undefined;
        for (const part of [words, kind]) part.disabled = false;
        throw error;
      });
      const run = await asking.start(Number(pipeline.value), comment);
      state.replaceWith(line('good', WORDS.asked, run === '' ? undefined : link(run, WORDS.run)));
    } catch (error) {
      ask.disabled = false;
      state.className = 'bad';
      state.textContent = said(written === undefined ? WORDS.notWritten : WORDS.notStarted, failureKind(error));
    }
  });
}
