import type { Change } from './plant.ts';

/** Another word for the phase in which production moves. It reads the old one too, as if that were enough. */
export const NEW_PHASE: readonly Change[] = [
  { in: 'bundles', from: /"promoting"/, to: '"switching"' },
  { in: 'bundles', from: /"advancing","switching","held"/, to: '"advancing","promoting","switching","held"' },
];

/** The machine may send a word that the handlers of before do not know. */
export const NEW_ARGUMENT: readonly Change[] = [
  { in: 'bundles', from: /\["roll back","hold","advance"\]/, to: '["roll back","hold","advance","ask a person"]' },
  { in: 'template', from: /\\"tooFewRequests\\":\\"advance\\"/, to: '\\"tooFewRequests\\":\\"ask a person\\"' },
];

/** Another name makes another listener. */
export const OTHER_LISTENER: readonly Change[] = [
  { in: 'template', from: /("Name": "[^"]+)("(?=,\s+"Port": \d+,\s+"Protocol"))/, to: '$1-other$2' },
];

/** What every version may do: fields that nobody knows, in the record and in arguments. */
export const NEW_FIELDS: readonly Change[] = [
  { in: 'bundles', from: /(\.\.\.\w+,)(revision:\w+\+1\})/, to: '$1later:"field",$2' },
  { in: 'template', from: /\\"redrives\\":/, to: '\\"later\\":\\"field\\",\\"redrives\\":' },
];
