import * as z from 'zod';
import { expect, it } from 'vitest';
import { releaseEventSchema } from '../../rollout/release-event.ts';
import { RELEASE_EVENTS } from '../../statemachine/contract/names.ts';
import { readText } from './pages.ts';

it('docs/release-event.schema.json is what is announced; `-u` writes it', async () => {
  await expect(`${JSON.stringify(z.toJSONSchema(releaseEventSchema), null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/release-event.schema.json',
  );
});

it.each([RELEASE_EVENTS.source, RELEASE_EVENTS.detailType, ...releaseEventSchema.shape.kind.options])(
  'docs/release-events.md names "%s"',
  (word) => {
    expect(readText('docs/release-events.md')).toContain(word);
  },
);
