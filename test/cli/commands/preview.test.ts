import { expect, it } from 'vitest';
import { FakeCloud } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

it('status and plan say how testers reach what is released, where they can', async () => {
  const cloud = new FakeCloud();
  cloud.found = cloud.found.map((stack) => ({
    ...stack,
    outputs: { ...stack.outputs, PreviewHeader: 'x-canary-preview: for-testers' },
  }));
  cloud.aliases = [...cloud.aliases, { name: 'preview', versions: ['2'] }];
  expect((await run('status', { cloud })).out).toContain(
    '  preview    a request with the header "x-canary-preview: for-testers" reaches version 2 (docs/preview.md)\n',
  );
  expect((await run('plan', { cloud })).out).toContain(
    '  a request with the header "x-canary-preview: for-testers" reaches it from its claim on (docs/preview.md)\n',
  );
  for (const command of ['status --json', 'plan --json'])
    expect(JSON.parse((await run(command, { cloud })).out)).toMatchObject({
      previewHeader: 'x-canary-preview: for-testers',
    });
});
