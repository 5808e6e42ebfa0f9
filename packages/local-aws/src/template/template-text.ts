import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { AwsError } from '../core/aws-error.ts';
import type { Buckets } from '../s3/buckets.ts';
import { INVALID } from './operations/common.ts';

/** Where a template is, as CloudFormation's operations take it. */
export interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  /** `https://s3.eu-west-1.amazonaws.com/assets/shop.json`, or with the bucket before the host. */
  readonly TemplateURL?: string | undefined;
}

/**
 * The template's text, from the request itself or from a bucket.
 * @throws AwsError ValidationError when there is none, or nothing there
 */
export function templateText({ TemplateBody, TemplateURL }: TemplateSource, buckets: Buckets): string {
  if (TemplateBody !== undefined) return TemplateBody;
  if (TemplateURL === undefined) throw new AwsError(INVALID, 'Either Template URL or Template Body must be specified.');
  const { bucket, key } = placeOf(TemplateURL);
  const object = buckets.findObject(bucket, key);
  if (object === undefined) throw new AwsError(INVALID, `S3 error: there is no object ${key} in a bucket ${bucket}`);
  return readFileSync(object.file, 'utf8');
}

/** The bucket and key of an address of S3. */
export function placeOf(url: string): { readonly bucket: string; readonly key: string } {
  const { hostname, pathname } = new URL(url);
  const [, before] = /^(.+)\.s3[.-]/.exec(hostname) ?? [];
  const path = decodeURIComponent(pathname).slice(1);
  const slash = path.indexOf('/');
  return before === undefined
    ? { bucket: path.slice(0, slash), key: path.slice(slash + 1) }
    : { bucket: before, key: path };
}

/**
 * What a template's text says: it is JSON or YAML, and CDK's CLI sends either.
 * @throws AwsError ValidationError for anything else, and for tags: functions are written in full (`Fn::Sub:`)
 */
export function readTemplate(text: string): unknown {
  // Which the reader of YAML takes too, and long for a large one.
  if (text.trimStart().startsWith('{')) return readJson(text);
  const document = parseDocument(text, { version: '1.1', logLevel: 'silent' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined)
    throw new AwsError(INVALID, `Template format error: ${problem.message.split('\n')[0] ?? ''}`);
  return document.toJS();
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError(INVALID, `Template format error: JSON not well-formed: ${(error as Error).message}`);
  }
}
