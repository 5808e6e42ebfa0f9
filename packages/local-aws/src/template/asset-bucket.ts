/** The part of S3 that a deployment needs: CDK's asset bucket, whose objects are folders on this machine. */
export class AssetBucket {
  private readonly folders = new Map<string, string>();

  /**
   * Makes the assets of an assembly available; those of earlier deployments stay, published versions still run them.
   */
  upload(assets: ReadonlyMap<string, string>): void {
    for (const [key, folder] of assets) this.folders.set(key, folder);
  }

  /** The folder behind an object key such as `0f3a….zip`; undefined when nobody uploaded it. */
  folderOf(key: string): string | undefined {
    return this.folders.get(key);
  }
}
