import assert from 'node:assert/strict';
import { escapeMarkdown } from '../../../src/steps/comments/escape';
import { renderMarkdown } from '../../emulators/azure-devops/page/markdown';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';

const TEXTS: Readonly<Record<string, string>> = {
  'a host as one number behind a letter': 'see _https://1249763844/x',
  'a host as one number behind a word': 'seehttps://1249763844/x',
  'an address with another scheme': 'vscode://file/etc and git+ssh://evil.example/x',
  'an address in a list': '- _www.evil.example',
  'a mail address': '_mailto:a@evil.example and a@evil.example',
  'a container': '::: mermaid\ngraph TD; A-->B;\n:::',
  'a container for html': ':::moniker\n<b>x</b>\n:::',
  'a link by reference': '[x]: https://evil.example\n\n[x]',
  'an image': '![x](https://evil.example/x.png)',
  'a link in brackets of angles': '<https://evil.example>',
  'a table': 'a | b\n--- | ---\n1 | 2',
  'a heading below its text': 'PASS\n====',
  'a footnote': 'x[^1]\n\n[^1]: https://evil.example',
  'a task list': '- [x] reviewed',
  'html by entities': '&lt;img src=x&gt; &#60;b&#62;',
  'a mention': '@<11111111-2222-3333-4444-555555555555> @everyone',
  'a work item, a pull request and an emoji': '#12 !34 AB#56 :smile: :+1:',
  'a formula': '$x$ and $$y$$',
  'a table of contents': '[[_TOC_]] [[toc]]',
};

function stays([what, text]: [string, string]): Attack {
  return {
    tries: `has the model write ${what}`,
    must: 'it is shown as it is written, without link, image, table or heading',
    through: 'part',
    run() {
      const html = renderMarkdown(escapeMarkdown(text), { nameOf: () => 'somebody' });
      assert.doesNotMatch(html, /<(?:a|img|table|h[1-6]|input|b|script|iframe|svg)\b/i, html);
      assert.doesNotMatch(html, /class="(?:mention|katex|emoji|work-item)/i, html);
      assert.doesNotMatch(escapeMarkdown(text), /^:::/m);
      const outside = escapeMarkdown(text).replace(/(`+)[\s\S]*?\1/g, '');
      assert.doesNotMatch(outside, /[a-z]:\/\/|mailto:/i);
    },
  };
}

export const control: Control = {
  promise: 'Text by a model, a tool or a person is shown as that text.',
  attacks: [
    ...Object.entries(TEXTS).map(stays),
    packaged('has the model write an image, html and a mention', 'they are shown as they are', ({ first }) => {
      const text = first.after.threads.find(({ file: at }) => at === '/src/a.ts')?.comments[0]?.content ?? '';
      const shown = text.replace(/<!-- second-pass-\w+ .* -->/, '');
      assert.match(shown, /everybody/);
      const html = renderMarkdown(shown, { nameOf: () => 'somebody' });
      assert.doesNotMatch(html, /<img|class="mention|href="https:\/\/evil/i, html);
    }),
  ],
};
