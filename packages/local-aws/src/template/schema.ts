import { z } from 'zod';
import { problemLines, problemsOf, TemplateError } from './problems.ts';

const policy = z.enum(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']);
const values = z.record(z.string(), z.unknown());

const resourceSchema = z.strictObject({
  Type: z.string(),
  Properties: values.default({}),
  DependsOn: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((ids) => (typeof ids === 'string' ? [ids] : ids)),
  Condition: z.string().optional(),
  Metadata: values.default({}),
  DeletionPolicy: policy.exclude(['Snapshot']).default('Delete'),
  UpdateReplacePolicy: policy.exclude(['Snapshot', 'RetainExceptOnCreate']).default('Delete'),
});

const parameterSchema = z.looseObject({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() });

const outputSchema = z.strictObject({
  Value: z.unknown(),
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
});

const ruleSchema = z.strictObject({
  RuleCondition: z.unknown().optional(),
  Assertions: z.array(z.strictObject({ Assert: z.unknown(), AssertDescription: z.string().optional() })),
});

/** The sections of a template that the local cloud understands; any other stops it. */
const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: values.optional(),
  Parameters: z.record(z.string(), parameterSchema).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), values)).default({}),
  Conditions: values.default({}),
  Rules: z.record(z.string(), ruleSchema).default({}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), outputSchema).default({}),
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateResource = z.infer<typeof resourceSchema>;

/**
 * Reads a template's sections; properties are judged later, by the resource providers.
 * @throws TemplateError for sections and attributes that the local cloud does not have
 */
export function parseTemplate(json: unknown, name: string): Template {
  const parsed = templateSchema.safeParse(json);
  if (!parsed.success)
    throw new TemplateError(
      `template ${name}`,
      problemLines('', problemsOf(parsed.error))
        .map((line) => line.trim())
        .join('; '),
    );
  return parsed.data;
}
