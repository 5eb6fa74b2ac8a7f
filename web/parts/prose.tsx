import type { VNode } from 'preact';
import { Scrolled } from './scrolled';
import { lines } from './visible';

/** What a model or a person wrote in Markdown: paragraphs, lists, code and fences become nodes, everything else is text. */
export function Prose({ text }: { text: string }) {
  return <div class="prose">{blocksOf(lines(text)).map(blockNode)}</div>;
}

interface Block {
  kind: 'paragraph' | 'code' | 'list' | 'ordered';
  lines: string[];
}

const ITEM = /^\s{0,3}(?:[-*]|(\d{1,3})[.)])\s+/;

function blocksOf(text: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  const start = (block: Block) => {
    blocks.push(block);
    open = block;
  };
  let fence = '';
  for (const one of text) {
    const mark = /^\s{0,3}(`{3,})/.exec(one)?.[1] ?? '';
    if (fence !== '') {
      if (mark.length >= fence.length) [fence, open] = ['', undefined];
      else open?.lines.push(one);
    } else if (mark !== '') {
      fence = mark;
      start({ kind: 'code', lines: [] });
    } else if (one.trim() === '') open = undefined;
    else if (ITEM.test(one)) {
      const kind = ITEM.exec(one)?.[1] === undefined ? 'list' : 'ordered';
      if (open?.kind !== kind) start({ kind, lines: [] });
      open?.lines.push(one.replace(ITEM, ''));
    } else if (open?.kind === 'list' || open?.kind === 'ordered')
      open.lines.push(`${open.lines.pop() ?? ''} ${one.trim()}`);
    else {
      if (open?.kind !== 'paragraph') start({ kind: 'paragraph', lines: [] });
      open?.lines.push(one.replace(/^#{1,6}\s+/, ''));
    }
  }
  return blocks;
}

function blockNode(block: Block, index: number): VNode {
  if (block.kind === 'code') return <Code key={index} label="Code" lines={block.lines} />;
  if (block.kind === 'paragraph') return <p key={index}>{spans(block.lines.join('\n'))}</p>;
  const items = block.lines.map((one, at) => <li key={at}>{spans(one)}</li>);
  return block.kind === 'ordered' ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
}

function spans(text: string): (string | VNode)[] {
  const parts = text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/);
  return parts.map((part, index) => {
    if (index % 2 === 1 && part.startsWith('`')) return <code key={index}>{part.slice(1, -1)}</code>;
    if (index % 2 === 1) return <strong key={index}>{part.slice(2, -2)}</strong>;
    return part;
  });
}

/** Lines of code that can be scrolled with the keyboard. */
export function Code({ label, lines: all }: { label: string; lines: readonly string[] }) {
  return (
    <Scrolled kind="code" label={label}>
      <pre>
        <code>{all.join('\n')}</code>
      </pre>
    </Scrolled>
  );
}
