import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { Buckets } from '../../src/s3/buckets.ts';
import { s3Resources } from '../../src/s3/resources.ts';
import { temporaryFolder } from '../../src/testing/folder.ts';
import { PLACE } from '../template/stack-world.ts';

test('autoDeleteObjects empties its bucket, which can be removed then', async () => {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  const buckets = new Buckets({ clock: new VirtualClock(), outDir: path });
  onTestFinished(() => buckets.close());
  const [bucket, emptied] = s3Resources(buckets, PLACE, seededRandom(1));
  buckets.create('photos');
  const file = join(path, 'upload');
  writeFileSync(file, 'a cat');
  buckets.put('photos', 'cat', { path: file, size: 5, md5: 'm' });

  const made = { ref: 'photos', attributes: {} };
  await expect(bucket?.remove(made)).rejects.toThrow('not empty');
  await emptied?.remove(made);
  await bucket?.remove(made);
  expect(buckets.find('photos')).toBeUndefined();
});
