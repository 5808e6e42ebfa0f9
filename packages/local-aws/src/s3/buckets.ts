import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { writing } from '../disk-full.ts';
import { ownFolder } from '../own-folder.ts';
import type { BodyFile } from '../wire/http.ts';

export interface StoredObject {
  readonly key: string;
  /** Path of its bytes. */
  readonly file: string;
  readonly size: number;
  /** With its quotes, as it is on the wire. */
  readonly etag: string;
  readonly lastModified: Date;
}

export interface Bucket {
  readonly name: string;
  readonly createdAt: Date;
  /** Which encryption it was asked for; what is in it is not encrypted. */
  encryption: { readonly algorithm: string; readonly keyId?: string | undefined } | undefined;
  versioned: boolean;
  /** The newest version of each object; there are no others. */
  readonly objects: Map<string, StoredObject>;
}

/** S3: buckets with objects, which are files of this machine until the cloud is closed. */
export class Buckets {
  private readonly buckets = new Map<string, Bucket>();
  private readonly clock: Pick<Clock, 'now'>;
  private readonly outDir: string;
  private folder: string | undefined;
  private files = 0;

  /** @param outDir folder of the cloud, in which it makes one of its own when something is uploaded */
  constructor({ clock, outDir }: { readonly clock: Pick<Clock, 'now'>; readonly outDir: string }) {
    this.clock = clock;
    this.outDir = outDir;
  }

  /** A path that nothing has yet. @throws DiskFull */
  newFile(): string {
    this.folder ??= ownFolder(this.outDir, 'objects');
    return join(this.folder, String(++this.files));
  }

  /** @throws AwsError BucketAlreadyOwnedByYou */
  create(name: string): Bucket {
    if (this.buckets.has(name)) throw new AwsError('BucketAlreadyOwnedByYou', `you have a bucket ${name} already`, 409);
    const createdAt = new Date(this.clock.now());
    const bucket: Bucket = { name, createdAt, encryption: undefined, versioned: false, objects: new Map() };
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError NoSuchBucket */
  get(name: string): Bucket {
    const bucket = this.find(name);
    if (bucket === undefined) throw new AwsError('NoSuchBucket', `The specified bucket does not exist: ${name}`, 404);
    return bucket;
  }

  /** @throws AwsError NoSuchBucket, BucketNotEmpty */
  remove(name: string): void {
    const { objects } = this.get(name);
    if (objects.size > 0)
      throw new AwsError('BucketNotEmpty', `The bucket ${name} that you tried to delete is not empty`, 409);
    this.buckets.delete(name);
  }

  /** Removes every object. @throws AwsError NoSuchBucket */
  empty(name: string): void {
    for (const key of this.get(name).objects.keys()) this.removeObject(name, key);
  }

  /** Takes a file for an object's bytes, in place of those that it had. @throws AwsError NoSuchBucket */
  put(bucketName: string, key: string, { path, size, md5 }: BodyFile, etag = `"${md5}"`): StoredObject {
    const bucket = this.get(bucketName);
    const file = this.newFile();
    renameSync(path, file);
    const object = { key, file, size, etag, lastModified: new Date(this.clock.now()) };
    this.removeObject(bucketName, key);
    bucket.objects.set(key, object);
    return object;
  }

  /** One object of the parts of an upload, in their order. @throws AwsError NoSuchBucket, DiskFull */
  join(bucketName: string, key: string, parts: readonly BodyFile[]): StoredObject {
    const path = this.newFile();
    const digests = createHash('md5');
    for (const part of parts) {
      writing(path, () => appendFileSync(path, readFileSync(part.path)));
      digests.update(Buffer.from(part.md5, 'hex'));
      rmSync(part.path, { force: true });
    }
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    const md5 = digests.digest('hex');
    return this.put(bucketName, key, { path, size, md5 }, `"${md5}-${parts.length}"`);
  }

  find(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  findObject(bucketName: string, key: string): StoredObject | undefined {
    return this.buckets.get(bucketName)?.objects.get(key);
  }

  /** @throws AwsError NoSuchBucket, NoSuchKey */
  object(bucketName: string, key: string): StoredObject {
    const object = this.get(bucketName).objects.get(key);
    if (object === undefined) throw new AwsError('NoSuchKey', `The specified key does not exist: ${key}`, 404);
    return object;
  }

  /** One that is not there is gone already. @throws AwsError NoSuchBucket */
  removeObject(bucketName: string, key: string): void {
    const { objects } = this.get(bucketName);
    const object = objects.get(key);
    if (object !== undefined) rmSync(object.file, { force: true });
    objects.delete(key);
  }

  /** Removes every file. */
  close(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}
