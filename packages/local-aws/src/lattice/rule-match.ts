/** How a text is to be. */
export interface TextMatch {
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  /** Of headers only. */
  readonly contains?: string | undefined;
}

/** What a request must be to be met by a rule: all of it. */
export interface HttpMatch {
  readonly method?: string | undefined;
  readonly pathMatch?: { readonly match: TextMatch; readonly caseSensitive?: boolean | undefined } | undefined;
  readonly headerMatches?:
    | readonly {
        readonly name: string;
        readonly match: TextMatch;
        readonly caseSensitive?: boolean | undefined;
      }[]
    | undefined;
}

/** As much of a request as is looked at. */
export interface Matched {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/**
 * Whether a rule is about this request. "Header name and match evaluations are not case sensitive", unless told
 * ("Listener rules", VPC Lattice user guide). Names of headers never are here: HTTP/2 has them in lower case anyway.
 * Of a header that came several times one value is enough; what AWS does then is not documented.
 */
export function matches({ method, pathMatch, headerMatches = [] }: HttpMatch, request: Matched): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (pathMatch !== undefined && !isAs(pathMatch.match, request.path, pathMatch.caseSensitive)) return false;
  return headerMatches.every(({ name, match, caseSensitive }) =>
    (request.headers[name.toLowerCase()] ?? []).some((value) => isAs(match, value, caseSensitive)),
  );
}

function isAs({ exact, prefix, contains }: TextMatch, given: string, caseSensitive = false): boolean {
  const folded = (text: string) => (caseSensitive ? text : text.toLowerCase());
  const text = folded(given);
  if (exact !== undefined) return text === folded(exact);
  if (prefix !== undefined) return text.startsWith(folded(prefix));
  return contains !== undefined && text.includes(folded(contains));
}
