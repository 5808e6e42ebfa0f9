import { join } from 'node:path';
import { type Cloud, createCloud, synthesize } from 'local-aws';
import { inNewFolder } from './folder.ts';
import { ROOT } from './program.ts';

/** What the data plane tells of the target group that answered. */
export const GROUP_HEADER = 'x-local-target-group';
/** What users ask the sample for. */
export const SAMPLE_PATH = '/hello';

/** Gives `work` the sample in a local cloud at speed 1 whose weights count at once, and ends the cloud afterwards. */
export function inSampleCloud<T>(work: (cloud: Cloud) => Promise<T>): Promise<T> {
  return inNewFolder(async (folder) => {
    const cloud = await createCloud({ speed: 1, propagationSeconds: 0, outDir: join(folder, 'out') });
    try {
      await synthesize({ appDir: ROOT, outDir: join(folder, 'assembly') });
      await cloud.deploy(join(folder, 'assembly'));
      return await work(cloud);
    } finally {
      await cloud.close();
    }
  });
}
