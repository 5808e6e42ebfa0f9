import { AwsError } from '../core/aws-error.ts';
import type { Random } from '../core/random.ts';
import type { BodyFile } from '../wire/http.ts';
import type { Buckets, StoredObject } from './buckets.ts';

interface Upload {
  readonly bucket: string;
  readonly key: string;
  /** By their numbers. */
  readonly parts: Map<number, BodyFile>;
}

/** Objects that come in parts, until they are whole. */
export class Uploads {
  private readonly uploads = new Map<string, Upload>();
  private readonly buckets: Buckets;
  private readonly random: Random;

  constructor(buckets: Buckets, random: Random) {
    this.buckets = buckets;
    this.random = random;
  }

  /** @returns the upload's id. @throws AwsError NoSuchBucket */
  begin(bucket: string, key: string): string {
    this.buckets.get(bucket);
    const id = this.random.hex(32);
    this.uploads.set(id, { bucket, key, parts: new Map() });
    return id;
  }

  /** @throws AwsError NoSuchUpload */
  add(id: string, number: number, part: BodyFile): void {
    this.get(id).parts.set(number, part);
  }

  /**
   * @param numbers of the parts that make the object, in their order
   * @throws AwsError NoSuchUpload, InvalidPart
   */
  complete(id: string, numbers: readonly number[]): StoredObject {
    const { bucket, key, parts } = this.get(id);
    const taken = numbers.map((number) => {
      const part = parts.get(number);
      if (part === undefined) throw new AwsError('InvalidPart', `part ${number} was not uploaded`);
      return part;
    });
    this.uploads.delete(id);
    return this.buckets.join(bucket, key, taken);
  }

  /** Forgets an upload; its files go with the cloud. @throws AwsError NoSuchUpload */
  abort(id: string): void {
    this.get(id);
    this.uploads.delete(id);
  }

  private get(id: string): Upload {
    const upload = this.uploads.get(id);
    if (upload === undefined) throw new AwsError('NoSuchUpload', `The specified upload does not exist: ${id}`, 404);
    return upload;
  }
}
