import { members } from '../../core/access.ts';

const WAY_OUT = 'deploy the stack without it, or leave that stack out';

/**
 * Why a function cannot run here, whatever else its properties say; undefined when it may. Only Node.js runs here, from
 * the folder of an asset.
 */
export function notHere(properties: unknown): string | undefined {
  const { Code, PackageType, Runtime } = members(properties);
  const { ImageUri, ZipFile } = members(Code);
  if (PackageType === 'Image' || ImageUri !== undefined)
    return `container images do not run on the local cloud, only Node.js from a folder: ${WAY_OUT}`;
  if (typeof Runtime === 'string' && !Runtime.startsWith('nodejs') && !Runtime.includes('<<'))
    return `${Runtime} does not run on the local cloud, only Node.js, such as nodejs24.x: ${WAY_OUT}`;
  if (ZipFile !== undefined)
    return 'inline code does not run on the local cloud: put it into a folder, and take lambda.Code.fromAsset()';
  return undefined;
}
