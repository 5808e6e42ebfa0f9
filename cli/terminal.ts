import type { Size } from './story/redraw.ts';
import type { Colors } from './story/story-lines.ts';

/** What a command writes to. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** undefined where the output is not a terminal: a pipe, a file, CI. */
  readonly size: () => Size | undefined;
  /** None where NO_COLOR is set or nobody sees them. */
  readonly colors: Colors;
}
