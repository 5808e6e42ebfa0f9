import { ASKED } from '../../../rollout/pause/reasons.ts';
import { labelOf } from '../model/labels.ts';
import type { CloudView, ServiceParts } from '../model/protocol.ts';
import { type Heard, sentence } from '../model/sentence.ts';
import { stopovers } from '../model/stopovers.ts';
import { colourOf } from './colours.ts';
import { at, h, setText } from './dom.ts';

/** Who is on what since when, what comes next and when, and why. */
export function drawRelease(cloud: CloudView | undefined, parts: ServiceParts | undefined, heard: Heard): void {
  const { tag, text, next, because, tone } = sentence(cloud, parts, heard);
  const host = at('#sentence');
  setText(at('#tag'), tag);
  setText(host, text);
  setText(at('#next'), next === '' ? '' : `Next: ${next}`);
  setText(at('#because'), cloud?.busy === undefined ? because : `${because} Now ${cloud.busy}.`.trim());
  host.dataset['tone'] = tone;
  at('#tag').dataset['tone'] = tone;
}

/** Where the plan stops, seen from the new version's end of the bar. */
function mark(weight: number): HTMLElement {
  const line = h('i', { class: 'mark', 'data-weight': weight });
  line.style.setProperty('--at', `${weight}%`);
  return line;
}

/** The weights as a bar, and who stands behind which alias. */
export function drawWeights({ release, ways }: ServiceParts): void {
  const { aliases, record, weight } = release;
  const shares = [
    { alias: 'production', version: aliases['production'] ?? '', share: 100 - weight },
    { alias: 'canary', version: aliases['canary'] ?? '', share: weight },
  ];
  const bar = at('#weights');
  const parts = shares.map(({ alias, version, share }) => {
    const part = h(
      'div',
      { 'data-colour': colourOf(version), 'data-alias': alias },
      share >= 10 && h('span', {}, `${labelOf(version, release)} `, h('b', {}, `${share} %`)),
    );
    part.style.setProperty('flex-grow', String(share));
    return part;
  });
  bar.setAttribute('role', 'img');
  bar.setAttribute(
    'aria-label',
    shares.map(({ alias, version, share }) => `${alias} ${labelOf(version, release)} ${share} %`).join(', '),
  );
  bar.replaceChildren(...stopovers({ release, ways }).map(mark), ...parts);
  const rows = ['production', 'canary', 'previous'].flatMap((alias) => {
    const version = aliases[alias];
    const what =
      version === undefined
        ? ['none yet']
        : [
            h('i', { 'data-colour': colourOf(version) }),
            `${labelOf(version, release)} `,
            h('small', {}, `version ${version}`),
          ];
    return [h('div', {}, h('dt', {}, alias), h('dd', {}, ...what))];
  });
  const preview = aliases['preview'];
  if (release.previewHeader !== undefined && preview !== undefined)
    rows.push(
      h(
        'div',
        { title: 'a request with this header reaches this version, whatever its weight' },
        h('dt', {}, 'preview'),
        h(
          'dd',
          {},
          h('i', { 'data-colour': colourOf(preview) }),
          `${labelOf(preview, release)} `,
          h('small', {}, `version ${preview}, by ${release.previewHeader}`),
        ),
      ),
    );
  const newest = release.versions.at(-1);
  const claim =
    record === undefined
      ? 'nobody: at rest'
      : `${record.execution.split(':').at(-1)?.slice(0, 8) ?? ''}, ${record.phase}, ${record.confirmedWeight} %` +
        (record.intendedWeight === record.confirmedWeight ? '' : ` → ${record.intendedWeight} %`) +
        (record.holdAt === undefined ? '' : `, ${ASKED.says.claim(record.holdAt)}`);
  at('#aliases').replaceChildren(
    ...rows,
    h(
      'div',
      {},
      h('dt', {}, 'newest'),
      h(
        'dd',
        {},
        newest === undefined ? 'none yet' : `${labelOf(newest.version, release)} `,
        newest !== undefined && h('small', {}, `version ${newest.version}`),
      ),
    ),
    h('div', {}, h('dt', {}, 'claim'), h('dd', {}, claim)),
  );
}
