import { join } from 'node:path';
import { type Cloud, createCloud, type VirtualCloud } from '../cloud.ts';
import type { CloudOptions, VirtualCloudOptions } from '../cloud-options.ts';
import { type OnEnd, temporaryFolder } from './folder.ts';

/** As a cloud's own, but for the folder, which is a temporary one unless told. */
export type TestCloudOptions = Omit<CloudOptions, 'outDir'> & Partial<Pick<CloudOptions, 'outDir'>>;
export type VirtualTestCloudOptions = Partial<VirtualCloudOptions>;

/**
 * A cloud that is closed, and its folder removed, when the test is over. Its clock is virtual unless told.
 * @param onEnd takes what to call at the end: `onTestFinished` or `afterAll` of vitest, `(end) => t.after(end)` of
 * node:test
 */
export async function testCloud(onEnd: OnEnd, options: TestCloudOptions & { readonly speed: number }): Promise<Cloud>;
export async function testCloud(onEnd: OnEnd, options?: VirtualTestCloudOptions): Promise<VirtualCloud>;
export async function testCloud(
  onEnd: OnEnd,
  options: TestCloudOptions | VirtualTestCloudOptions = {},
): Promise<Cloud | VirtualCloud> {
  const { path, remove } = temporaryFolder();
  const outDir = options.outDir ?? join(path, 'cloud');
  const made = 'speed' in options ? createCloud({ ...options, outDir }) : createCloud(virtual(options, outDir));
  const cloud = await made.catch((error: unknown) => {
    remove();
    throw error;
  });
  onEnd(async () => {
    await cloud.close();
    remove();
  });
  return cloud;
}

function virtual(options: object, outDir: string): VirtualCloudOptions {
  return { ...options, outDir, clock: 'virtual' };
}

/** What a client of AWS's SDK is made with to reach the cloud, as a person who may do everything. */
export function clientSettings({ endpoint, place }: Pick<Cloud, 'endpoint' | 'place'>): {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
} {
  return {
    endpoint: endpoint.url,
    region: place.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  };
}
