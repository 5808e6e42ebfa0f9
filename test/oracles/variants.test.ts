import { expect, it } from 'vitest';
import { parseSettings } from '../../infra/app/settings.ts';
import { VARIANTS } from '../../infra/app/variants.ts';
import { optionsShape } from '../../infra/constructs/options.ts';

it('every option is changed by one of the variants', () => {
  const changed = new Set(Object.values(VARIANTS).flatMap((settings) => Object.keys(settings)));
  expect(
    [...Object.keys(optionsShape), 'extraAlarmArns', 'encryptionKeyArn'].filter((name) => !changed.has(name)),
  ).toEqual([]);
});

it('every variant is one that the app takes', () => {
  for (const settings of Object.values(VARIANTS)) expect(parseSettings(settings)).toMatchObject({});
});
