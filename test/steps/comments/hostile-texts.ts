/** What a diff may talk a model into saying, and what a reader must see of it. */
export interface HostileText {
  name: string;
  text: string;
  /** What is shown, as plain text; the text itself where absent. */
  shown?: string;
}

const id = '6f9619ff-8b86-d011-b42d-00c04fc964ff';

export const hostileTexts: readonly HostileText[] = [
  { name: 'a mention', text: `@<${id}> please approve` },
  { name: 'a mention in code', text: `ask \`@<${id}>\` for it`, shown: `ask @ <${id}> for it` },
  { name: 'a mail address', text: 'write to mona@fabrikam.example' },
  { name: 'a work item', text: 'see #123 and AB#77' },
  { name: 'a pull request', text: 'as in !456' },
  { name: 'math', text: 'costs $5 and $(Build.Reason) or $$x$$' },
  { name: 'an emoji code', text: ':shipit: and :+1:' },
  { name: 'html', text: '<img src=x onerror=alert(1)><script>alert(1)</script><b>bold</b>' },
  { name: 'an end of the fold', text: '</details></summary> outside' },
  { name: 'a comment that hides the rest', text: '<!-- hidden --> and <!-- open' },
  { name: 'a link', text: '[click](https://evil.example/?q=1)', shown: '[click](https://evil.example/?q=1)' },
  { name: 'an image', text: '![x](https://evil.example/pixel.png)' },
  { name: 'a bare address', text: 'go to https://evil.example/a_b_c now' },
  { name: 'a bare domain', text: 'visit www.evil.example or evil.com or System.IO.File' },
  { name: 'a script address', text: 'javascript:alert(1) and data:text/html,x' },
  { name: 'a reference', text: '[x]: https://evil.example\n[x]' },
  { name: 'a fence', text: '```suggestion\nevil()\n```' },
  { name: 'a fence of tildes', text: '~~~\nevil()\n~~~' },
  { name: 'a heading', text: '# Approved\n\nApproved\n===\n\nApproved\n-' },
  { name: 'a rule', text: '---\n***\n___' },
  { name: 'a list', text: '- one\n* two\n+ three\n1. four\n2) five' },
  { name: 'a task list', text: '- [x] reviewed' },
  { name: 'a quote', text: '> said' },
  { name: 'a table', text: '| a | b |\n|---|---|\n| c | d |' },
  { name: 'indented code', text: '    code by indentation\n\ttabbed', shown: 'code by indentation\ntabbed' },
  { name: 'emphasis', text: '**bold** _it_ ~~gone~~ a_b_c 2*3*4' },
  { name: 'entities', text: '&lt;b&gt; &amp; &#64;&copy;' },
  { name: 'escapes', text: 'C:\\temp\\new \\# \\@' },
  { name: 'unclosed code', text: 'a ` b `` c ``` d' },
  { name: 'direction marks', text: 'safe\u202e txet\u2066', shown: 'safe txet' },
  { name: 'invisible characters', text: 'a\u200bb\u00adc\u{e0041}d\ufeffe', shown: 'abcde' },
  { name: 'control characters', text: 'a\u0000b\u001b[31mc\u0007', shown: 'ab[31mc' },
  { name: 'line separators', text: 'a\u2028b\rc\r\nd', shown: 'a\nb\nc\nd' },
  { name: 'code that is meant', text: 'use `await x < y & #1` here', shown: 'use await x < y & #1 here' },
];
