import { describe, expect, it } from 'vitest';
import { previewFindings } from '../../../cli/doctor/preview-findings.ts';
import { serviceIn } from '../../../cli/services.ts';
import type { RolloutRecord } from '../../../rollout/record/record.ts';
import { open, outputsOf } from '../support/fake-cloud.ts';

const PREVIEWED = serviceIn({ ...outputsOf(), PreviewHeader: 'x-canary-preview: for-testers' }, 'ShopStack');
const COMMANDS = { aws: 'aws', own: (command: string) => `canary ${command}` };
const found = (record: RolloutRecord, preview: readonly string[] | undefined, service = PREVIEWED) =>
  previewFindings(
    [
      { name: 'production', versions: ['1'] },
      { name: 'canary', versions: ['2'] },
      ...(preview === undefined ? [] : [{ name: 'preview', versions: preview }]),
    ],
    record,
    service,
    COMMANDS,
  ).map(({ text, mend }) => [text, ...mend]);

const UPDATE =
  'aws lambda update-alias --function-name Shop-fn --name preview --function-version 1 --routing-config ' +
  'AdditionalVersionWeights={}';

describe('doctor looks where the preview is, and', () => {
  it('finds nothing where it belongs, or where there is none', () => {
    expect(found({ revision: 1 }, ['1'])).toEqual([]);
    expect(found({ revision: 1, rollout: open }, ['2'])).toEqual([]);
    expect(found({ revision: 1, rollout: { ...open, phase: 'rolling back' } }, ['1'])).toEqual([]);
    expect(found({ revision: 1 }, undefined, serviceIn(outputsOf(), 'ShopStack'))).toEqual([]);
  });

  it.each([
    ['a version that is out', { revision: 1 }, ['2']],
    [
      'a version that is being rolled back',
      { revision: 1, rollout: { ...open, phase: 'rolling back' as const } },
      ['2'],
    ],
    ['two versions at once', { revision: 1 }, ['1', '2']],
  ])('finds %s', (_title, record, versions) => {
    expect(found(record, versions)).toEqual([
      [
        `testers reach version ${versions.join(' and ')}, expected 1, which production runs. The watchdog puts it ` +
          'back each minute; is it still so after two?',
        UPDATE,
      ],
    ]);
  });

  it('finds a release that testers do not reach', () => {
    expect(found({ revision: 1, rollout: open }, ['1'])[0]?.[0]).toContain('expected 2, which is being released');
  });

  it('finds that it is gone', () => {
    expect(found({ revision: 1 }, undefined)).toEqual([
      [
        'alias preview does not exist: no release can be claimed, for it cannot be shown to testers',
        'aws lambda create-alias --function-name Shop-fn --name preview --function-version 1',
      ],
    ]);
  });
});
