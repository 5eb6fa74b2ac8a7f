import type { Mask } from '../adapters/http/mask';
import type { CodeHost } from '../ports/code-host';
import type { Log } from '../ports/log';
import type { Model, ModelAnswer, ModelRequest, ModelTurn } from '../ports/model';
import type { Gap } from '../steps/scope/gap';

/** Stands for a secret of the run; nobody may suggest code that holds it. */
const SIGN = '[secret: of-this-run]';

/** Compares what goes out, and what the model says, with the secrets of the run. */
export interface OutboundGuard {
  host<Host extends CodeHost>(host: Host): Host;
  model(model: Model): Model;
  /** Where a secret stood, each place once, in sentences for the record. */
  told(): readonly string[];
  /** What was kept from the model: an earlier step may call any line of the change a secret. */
  keptFromModel(): readonly Gap[];
}

export function createOutboundGuard(mask: Pick<Mask, 'hide'>, log: Log): OutboundGuard {
  const places = new Set<string>();
  const hide = (place: string) => (text: string) => {
    const shown = mask.hide(text, SIGN);
    if (shown === text) return text;
    if (!places.has(place)) log.warn(`${stoodIn(place)} ${REPLACE}`);
    places.add(place);
    return shown;
  };
  return {
    host: (host) => ({ ...host, apply: (write) => host.apply(inEveryText(write, hide('what was to be written'))) }),
    model: (model) => guardedModel(model, hide(TO_MODEL), hide('an answer of the model')),
    told: () => [...places].filter((place) => place !== TO_MODEL).map((place) => `${stoodIn(place)} ${REPLACE}`),
    keptFromModel: () => (places.has(TO_MODEL) ? [NOT_SHOWN] : []),
  };
}

const TO_MODEL = 'what was to be sent to the model';
const REPLACE = 'Replace it if anybody else may have seen it.';

function stoodIn(place: string): string {
  return `A secret of this run stood in ${place}; it was masked.`;
}

/** The reviewer has read all but what an earlier step, or the pipeline, calls a secret. */
const NOT_SHOWN: Gap = {
  code: 'hidden-text',
  message: `${stoodIn(TO_MODEL)} Nobody read what stands there.`,
  advice:
    'If the change holds it, take it out and replace the secret; if it is none, let no step call it one (`issecret=true`) before the review.',
};

type Hide = (text: string) => string;

function guardedModel(model: Model, hideSent: Hide, hideSaid: Hide): Model {
  const sent = (request: ModelRequest): ModelRequest => ({
    ...request,
    user: request.user.map((block) => ({ ...block, text: hideSent(block.text) })),
    ...(request.turns ? { turns: request.turns.map((turn) => sentTurn(turn, hideSent)) } : {}),
    ...(request.later ? { later: request.later.map((turn) => ({ ...turn, text: hideSent(turn.text) })) } : {}),
  });
  const said = (answer: ModelAnswer): ModelAnswer => ({ ...answer, text: hideSaid(answer.text) });
  const { askTogether } = model;
  return {
    ask: async (request, signal, meter) => said(await model.ask(sent(request), signal, meter)),
    count: (request, ...rest) => model.count(sent(request), ...rest),
    ...(askTogether
      ? {
          askTogether: async (requests, ...rest) => {
            const answers = await askTogether(requests.map(sent), ...rest);
            return answers.map((answer) => answer && said(answer));
          },
        }
      : {}),
  };
}

/** What the model said comes back as it was; what is said to it is looked through. */
function sentTurn(turn: ModelTurn, hide: Hide): ModelTurn {
  if (turn.role === 'assistant') return turn;
  const results = turn.results.map((result) => ({ ...result, text: hide(result.text) }));
  return { ...turn, results, ...(turn.text === undefined ? {} : { text: hide(turn.text) }) };
}

/** The same value with every text in it looked through; names of properties are ours. */
function inEveryText<Value>(value: Value, hide: Hide): Value {
  if (typeof value === 'string') return hide(value) as Value;
  if (Array.isArray(value)) return value.map((item) => inEveryText(item, hide)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inEveryText(item, hide)])) as Value;
}
