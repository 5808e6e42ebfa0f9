import type { Definition } from '../../cli/story/definition.ts';
import { keptVersions, readKept } from './kept.ts';

type Text = string | { readonly 'Fn::Join': readonly [string, readonly unknown[]] };
interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: { readonly DefinitionString?: Text } }>
  >;
}

/** The machines that published versions deployed, each with the version and the file that it is from. */
export function keptDefinitions(): readonly (readonly [from: string, Definition])[] {
  return keptVersions().flatMap((version) =>
    Object.entries(readKept(version).files)
      .filter(([path]) => path.endsWith('.template.json'))
      .flatMap(([path, text]) => definitionsIn(JSON.parse(text) as Template, `${version}, ${path}`)),
  );
}

function definitionsIn({ Resources }: Template, from: string): (readonly [string, Definition])[] {
  return Object.values(Resources).flatMap(({ Properties }) => {
    const text = Properties?.DefinitionString;
    return text === undefined ? [] : [[from, JSON.parse(textOf(text)) as Definition] as const];
  });
}

/** References, such as the ARNs of functions, say nothing here. */
function textOf(text: Text): string {
  if (typeof text === 'string') return text;
  const [separator, parts] = text['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : 'a-reference')).join(separator);
}
