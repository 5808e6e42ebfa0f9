import type { Compared } from '../model/compared.ts';
import { FIGURES, type SideBySide, TOO_FEW } from '../model/side-by-side.ts';
import { colourOf } from './colours.ts';
import { at, setText } from './dom.ts';

const GLYPH: Readonly<Record<Compared['tone'], string>> = { calm: '●', good: '✓', wait: '‖', bad: '▲' };

/** Old and new version in two columns, and what the latest check said; only what changes is written. */
export function drawSides(host: HTMLElement, told: SideBySide | undefined): void {
  host.hidden = told === undefined;
  if (told === undefined) return;
  setText(at('#sides-when', host), told.when);
  for (const side of ['canary', 'production'] as const) {
    const column = told[side];
    const head = at(`thead [data-side=${side}]`, host);
    at('i', head).dataset['colour'] = colourOf(column.version);
    setText(at('b', head), column.label);
    for (const figure of FIGURES) {
      const cell = at(`[data-row=${figure}] [data-side=${side}]`, host);
      setText(cell, column[figure]);
      cell.toggleAttribute('data-few', column[figure] === TOO_FEW);
      cell.toggleAttribute('data-fails', figure === 'failed' && column.fails);
    }
  }
  const verdict = at('#sides-verdict', host);
  verdict.hidden = told.compared === undefined;
  if (told.compared === undefined) return;
  const { tone, text, because } = told.compared;
  verdict.dataset['tone'] = tone;
  setText(at('i', verdict), GLYPH[tone]);
  setText(at('b', verdict), text);
  setText(at('small', verdict), because);
}
