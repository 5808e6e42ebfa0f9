/** One statement of a policy, as it is written in a template or a document, with every reference resolved. */
export interface Statement {
  /** Where it stands, for whoever reads a fault. */
  readonly place: string;
  readonly actions: readonly string[];
  /** ARNs, perhaps with `*`; none in a trust policy, whose resource is the role. */
  readonly resources: readonly string[];
  /** By operator, such as `StringEquals`, and key. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The policy of a resource: `*` in it is that resource. */
  readonly ofResource: boolean;
}

interface Written {
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Statement['conditions'];
}

export interface Document {
  readonly Statement: readonly Written[];
}

/** The statements of a policy document whose references are resolved. */
export function statementsOf(document: Document, place: string, ofResource: boolean): Statement[] {
  return document.Statement.map((written, i) => ({
    place: `${place}[${i}]`,
    actions: [written.Action].flat(),
    resources: [written.Resource ?? []].flat(),
    conditions: written.Condition ?? {},
    ofResource,
  }));
}
