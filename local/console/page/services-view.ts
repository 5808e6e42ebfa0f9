import type { ServiceIdentity, ServiceParts } from '../model/protocol.ts';
import { type Situation, situation } from '../model/situation.ts';
import { h } from './dom.ts';

const GLYPH: Readonly<Record<Situation['tone'], string>> = { calm: '●', busy: '▶', wait: '‖', bad: '▲' };

export interface ServicesData {
  readonly services: readonly ServiceIdentity[];
  readonly partsOf: (id: string) => ServiceParts | undefined;
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

/** Every service with where it stands, so that what runs in one is seen while another is shown. None for one alone. */
export function drawServices(host: HTMLElement, { services, partsOf, chosen, choose }: ServicesData): void {
  host.hidden = services.length < 2;
  const rows = services.map(({ id, name }) => {
    const parts = partsOf(id);
    return { id, name, ...(parts === undefined ? { word: 'one moment', tone: 'calm' as const } : situation(parts)) };
  });
  const list = host.querySelector('ul');
  const key = JSON.stringify([chosen, rows]);
  if (list === null || host.dataset['shown'] === key) return;
  host.dataset['shown'] = key;
  const focused = document.activeElement?.getAttribute('data-service');
  const items = rows.map(({ id, name, word, tone }) =>
    h(
      'button',
      {
        type: 'button',
        'data-service': id,
        'data-tone': tone,
        'aria-current': id === chosen && 'true',
        click: () => choose(id),
      },
      h('i', { 'aria-hidden': 'true' }, GLYPH[tone]),
      `${name} `,
      h('small', {}, word),
    ),
  );
  list.replaceChildren(...items.map((item) => h('li', {}, item)));
  items.find((item) => item.dataset['service'] === focused)?.focus();
}
