import { messageReader } from './messages';
import { ALERT, CHANGE_CIPHER, DATA, HANDSHAKE, type TlsRecord } from './records';
import { type Answer, answerIn } from './server-hello';
import { helloFault } from './server-name';

/** A handshake as it is overheard. Both throw where it may not go on: a RangeError where it cannot be read, else an error that says why. */
export interface Handshake {
  /** Takes what the client says, and answers with what the host may hear by now. */
  hear(record: TlsRecord): readonly TlsRecord[];
  /** Takes what the host says. */
  hearAnswer(record: TlsRecord): void;
  /** True as soon as the host has said how it goes on; there is nothing to overhear in what it says then. */
  isAnswered(): boolean;
}

/** How far it has come. */
type Stage = 'silent' | 'asked' | Answer | 'finishing' | 'finished';

/** The records of a client by then. Data before the answer is early data; in TLS 1.3 the end of the handshake looks like data. */
const MAY_SAY: Readonly<Record<Stage, readonly number[]>> = {
  silent: [HANDSHAKE],
  asked: [CHANGE_CIPHER, ALERT, DATA],
  again: [CHANGE_CIPHER, ALERT, HANDSHAKE, DATA],
  newer: [CHANGE_CIPHER, ALERT, DATA],
  older: [CHANGE_CIPHER, ALERT, HANDSHAKE],
  finishing: [ALERT, HANDSHAKE],
  finished: [ALERT, DATA],
};

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
/** What a client of TLS 1.2 says in the clear after its hello: a certificate, the proof of it, its key. */
const BEFORE_KEYS: readonly number[] = [11, 15, 16];
/** An encrypted Finished of any cipher; there is no room beside it for a hello that names a host. */
const LARGEST_FINISHED = 96;
const HEAD = 4;

/**
 * Every ClientHello must name that host: there is a second one where the server asks for it, and the server takes the name in it.
 * What the server answers tells a hello in the clear from what is encrypted.
 */
export function handshakeTo(host: string): Handshake {
  let stage: Stage = 'silent';
  const said = messageReader();
  const answered = messageReader();
  /** Records of messages that are not whole yet. */
  const waiting: TlsRecord[] = [];

  function hearMessages(record: TlsRecord): readonly TlsRecord[] {
    waiting.push(record);
    for (const message of said.take(record.content)) stage = afterMessage(stage, message, host);
    if (stage === 'asked' && !said.isWhole()) throw new RangeError('more than a hello');
    return said.isWhole() ? waiting.splice(0) : [];
  }

  const isAnswered = () => stage !== 'silent' && stage !== 'asked' && stage !== 'again';

  return {
    isAnswered,
    hear(record) {
      const { kind } = record;
      if (stage === 'finished' && kind === HANDSHAKE) throw new Error('it begins a second handshake');
      if (!MAY_SAY[stage].includes(kind) || (kind !== HANDSHAKE && !said.isWhole()))
        throw new RangeError('out of turn');
      if (kind === HANDSHAKE && stage !== 'finishing') return hearMessages(record);
      if (!isFit(record, stage)) throw new RangeError('no such record');
      if (stage === 'older' && kind === CHANGE_CIPHER) stage = 'finishing';
      if (stage === 'finishing' && kind === HANDSHAKE) stage = 'finished';
      return [record];
    },
    hearAnswer({ kind, content }) {
      if (isAnswered() || kind === CHANGE_CIPHER || kind === ALERT) return;
      if (stage !== 'asked' || kind !== HANDSHAKE) throw new RangeError('out of turn');
      for (const message of answered.take(content)) {
        if (message[0] !== SERVER_HELLO) throw new RangeError('no hello');
        stage = answerIn(message.subarray(HEAD));
        if (isAnswered()) return;
      }
    },
  };
}

function afterMessage(stage: Stage, message: Buffer, host: string): Stage {
  const kind = message.readUInt8();
  if (stage === 'older' && BEFORE_KEYS.includes(kind)) return stage;
  if ((stage !== 'silent' && stage !== 'again') || kind !== CLIENT_HELLO) throw new RangeError('out of turn');
  const fault = helloFault(message.subarray(HEAD), host);
  if (fault !== '') throw new Error(fault);
  return 'asked';
}

/** What has no keys yet has one length alone. */
function isFit({ kind, content }: TlsRecord, stage: Stage): boolean {
  if (kind === CHANGE_CIPHER) return content.length === 1 && content[0] === 1;
  if (kind === HANDSHAKE) return content.length <= LARGEST_FINISHED;
  return kind === DATA || content.length === 2 || stage === 'finishing' || stage === 'finished';
}
