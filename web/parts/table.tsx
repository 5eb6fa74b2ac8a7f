import type { ComponentChildren } from 'preact';
import { Scrolled } from './scrolled';

export interface Column {
  name: string;
  isNumber?: boolean;
}

interface TableProps {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly ComponentChildren[])[];
}

/** Rows and columns that scroll sideways on a narrow screen. */
export function Table({ caption, columns, rows }: TableProps) {
  return (
    <Scrolled kind="wide" label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" class={isNumber ? 'number' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, index) => (
            <tr key={index}>
              {columns.map(({ name, isNumber }, at) => (
                <td key={name} class={isNumber ? 'number' : ''}>
                  {cells[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}
