import type { ContentBlock, RawContentBlockDelta } from '@anthropic-ai/sdk/resources/messages';
import type { AnswerBlock, ModelAnswer, ToolUse } from '../../ports/model';

export type Content = Pick<ModelAnswer, 'text' | 'content' | 'uses'>;

/** Blocks of an answer that grow piece by piece. */
export interface GrowingBlocks {
  begin(index: number, block: ContentBlock): void;
  /** Answers with the bytes that arrived. Thoughts, calls and texts are all charged. */
  take(index: number, delta: RawContentBlockDelta): number;
  whole(): Content;
}

interface Growing {
  block: Record<string, unknown>;
  json: string;
}

export function growingBlocks(): GrowingBlocks {
  const blocks = new Map<number, Growing>();
  return {
    begin: (index, block) => void blocks.set(index, { block: { ...block }, json: '' }),
    take(index, delta) {
      const growing = blocks.get(index) ?? { block: { type: 'text', text: '' }, json: '' };
      blocks.set(index, growing);
      return takeDelta(growing, delta);
    },
    whole() {
      const inOrder = [...blocks].sort(([left], [right]) => left - right).map(([, growing]) => growing);
      return contentOf(inOrder.map(({ block, json }) => withInput(block, json)));
    },
  };
}

export function wholeContent(content: readonly ContentBlock[]): Content {
  return contentOf(content.map((block) => ({ block: { ...block }, isWhole: true })));
}

function takeDelta(growing: Growing, delta: RawContentBlockDelta): number {
  const { block } = growing;
  switch (delta.type) {
    case 'text_delta':
      block.text = `${block.text ?? ''}${delta.text}`;
      return Buffer.byteLength(delta.text);
    case 'thinking_delta':
      block.thinking = `${block.thinking ?? ''}${delta.thinking}`;
      return Buffer.byteLength(delta.thinking);
    case 'signature_delta':
      block.signature = delta.signature;
      return 0;
    case 'input_json_delta':
      growing.json += delta.partial_json;
      return Buffer.byteLength(delta.partial_json);
    default:
      return 0;
  }
}

interface Block {
  block: Record<string, unknown>;
  /** False where the arguments of a call are no JSON. */
  isWhole: boolean;
}

/** Arguments come as pieces of JSON; without any they are what the block began with. */
function withInput(block: Record<string, unknown>, json: string): Block {
  if (block.type !== 'tool_use' || json === '') return { block, isWhole: true };
  try {
    return { block: { ...block, input: JSON.parse(json) }, isWhole: true };
  } catch {
    return { block: { ...block, input: {} }, isWhole: false };
  }
}

function contentOf(blocks: readonly Block[]): Content {
  const texts = blocks.map(({ block }) => (block.type === 'text' ? String(block.text ?? '') : ''));
  return {
    text: texts.join(''),
    content: blocks.flatMap(({ block }) => givenBack(block)),
    uses: blocks.flatMap(useOf),
  };
}

function useOf({ block, isWhole }: Block): ToolUse[] {
  if (block.type !== 'tool_use') return [];
  return [{ id: String(block.id), name: String(block.name), input: isWhole ? block.input : undefined }];
}

/** Members that a request may have; what else a provider says of its blocks may not come back. */
function givenBack(block: Record<string, unknown>): AnswerBlock[] {
  const { type } = block;
  if (type === 'text') return block.text === '' ? [] : [{ type, text: block.text }];
  if (type === 'thinking') return [{ type, thinking: block.thinking, signature: block.signature }];
  if (type === 'redacted_thinking') return [{ type, data: block.data }];
  return type === 'tool_use' ? [{ type, id: block.id, name: block.name, input: block.input }] : [];
}
