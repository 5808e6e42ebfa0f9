import { readFileSync } from 'node:fs';
import type { Buckets } from '../s3/buckets.ts';
import { unzip } from '../lambda/unzip.ts';

/**
 * Where the code of functions is: CDK's asset bucket. Of a deployment from an assembly's folder its objects are folders
 * on this machine; what came over S3's API is an archive, unpacked when it is first asked for.
 */
export class AssetBucket {
  private readonly folders = new Map<string, string>();
  private readonly unpacked = new Map<string, Promise<string>>();
  private readonly buckets: Buckets | undefined;

  /** @param buckets those of S3's API; none unless told */
  constructor(buckets?: Buckets) {
    this.buckets = buckets;
  }

  /**
   * Makes the assets of an assembly available; those of earlier deployments stay, published versions still run them.
   */
  upload(assets: ReadonlyMap<string, string>): void {
    for (const [key, folder] of assets) this.folders.set(key, folder);
  }

  /** The text of an object that is a file, such as a template; undefined when nobody uploaded it. */
  textOf(bucket: string, key: string): string | undefined {
    const file = this.buckets?.findObject(bucket, key)?.file ?? this.folders.get(key);
    return file === undefined ? undefined : readFileSync(file, 'utf8');
  }

  /**
   * The folder behind an object such as `0f3a….zip`; undefined when nobody uploaded it.
   * @throws Error when the object is no archive that can be unpacked
   */
  async folderOf(bucket: string, key: string): Promise<string | undefined> {
    const object = this.buckets?.findObject(bucket, key);
    if (this.buckets === undefined || object === undefined) return this.folders.get(key);
    // One object is written once; another under the same key is another file.
    const folder = `${object.file}.unpacked`;
    const known = this.unpacked.get(folder) ?? unzip(object.file, folder).then(() => folder);
    this.unpacked.set(folder, known);
    return known;
  }
}
