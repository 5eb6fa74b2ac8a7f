import { Fragment } from 'preact';
import { line } from './visible';

const LONGEST_PATH = 600;

/** A place in the repository; long ones may break between folders. */
export function Path({ path }: { path: string }) {
  const parts = line(path, LONGEST_PATH).split('/');
  return (
    <code class="path">
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && '/'}
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
