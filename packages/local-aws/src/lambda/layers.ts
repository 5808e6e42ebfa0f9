import type { Place } from '../core/types.ts';
import type { CodeStore } from './code-store.ts';
import type { Code, Snapshot } from './model.ts';

/** Layers' versions, and what a function finds of them. Deleted ones stay with the functions that have them. */
export class Layers {
  private readonly contents = new Map<string, Code>();
  /** Numbers already given, by layer. */
  private readonly last = new Map<string, number>();
  private readonly place: Place;
  private readonly codes: CodeStore;

  constructor(place: Place, codes: CodeStore) {
    this.place = place;
    this.codes = codes;
  }

  /** @returns the ARN of a new version of the layer */
  publish(name: string, content: Code): string {
    const version = (this.last.get(name) ?? 0) + 1;
    this.last.set(name, version);
    const arn = `arn:aws:lambda:${this.place.region}:${this.place.account}:layer:${name}:${version}`;
    this.contents.set(arn, content);
    return arn;
  }

  /** Whether its content is here; of a layer of elsewhere it is not. */
  has(arn: string): boolean {
    return this.contents.has(arn);
  }

  /** The folder that a version runs from: its code, and the modules of its layers where Node looks after its own. */
  folderOf({ code, configuration: { layers = [], runtime } }: Snapshot): string {
    const contents = layers.flatMap((arn) => this.contents.get(arn) ?? []);
    return contents.length === 0 ? code.folder : this.codes.beside(code, contents, placesOf(runtime));
  }
}

/** Where the modules of a layer are, the later before the earlier: "Including your code's dependencies in layers". */
function placesOf(runtime: string): readonly string[] {
  const version = /^nodejs\d+/.exec(runtime)?.[0].replace('nodejs', 'node') ?? 'node';
  return ['nodejs/node_modules', `nodejs/${version}/node_modules`];
}
