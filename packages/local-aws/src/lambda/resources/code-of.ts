import type { CodeSource } from '../code.ts';
import type { CodeStore } from '../code-store.ts';
import type { Code } from '../model.ts';

/**
 * A kept copy of what a template's function or layer has for its code.
 * @param property of the template, such as `Code`
 * @throws Error naming the key when nobody uploaded it
 */
export async function codeOf(
  property: string,
  { S3Bucket, S3Key }: { readonly S3Bucket: string; readonly S3Key: string },
  source: CodeSource,
  codes: CodeStore,
): Promise<Code> {
  const folder = await source.folderOf(S3Bucket, S3Key);
  if (folder === undefined)
    throw new Error(
      `${property}.S3Key: the assembly has no asset ${S3Key}, and no bucket ${S3Bucket} has such an object`,
    );
  return codes.keep(folder);
}
