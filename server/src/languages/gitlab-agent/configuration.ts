import schema from '../../../../schemas/gitlab-agent/agent-configuration.schema.json' with { type: 'json' };
import { checkNode } from '../../schema/check.ts';
import type { Issue } from '../../schema/issue.ts';
import { shapeOfJsonSchema } from '../../schema/json-shape.ts';
import type { Shape } from '../../schema/shape.ts';
import { kubernetesDialect } from '../../yaml/dialect.ts';
import type { YamlDocument, YamlFile } from '../../yaml/file.ts';
import { entriesOf, type YamlEntry } from '../../yaml/node.ts';
import { valueIssues } from './value-issues.ts';

/** The configuration of an agent, as it is read from a repository. */
export interface AgentConfiguration {
  readonly file: YamlFile;
  /** The name of its folder. */
  readonly agent: string;
  /** The agent reads no other name. */
  readonly isRead: boolean;
  readonly entries: readonly YamlEntry[];
  readonly issues: readonly Issue[];
}

const PATH = /\/\.gitlab\/agents\/([^/]+)\/config\.(yaml|yml)$/;

/** By its place; one with the ending `.yml` is meant as a configuration as well. */
export function isAgentConfiguration({ path }: YamlFile): boolean {
  return PATH.test(path);
}

let shape: Shape | undefined;

/** The schema of the configuration, read when the first one is open. */
export function agentShape(): Shape {
  return (shape ??= shapeOfJsonSchema(schema));
}

/** Reads and judges the first document, as the agent does; further ones are not read. */
export function readAgentConfiguration(file: YamlFile): AgentConfiguration {
  const document = file.documents[0]?.document;
  const [, agent = '', ending] = PATH.exec(file.path) ?? [];
  return {
    file,
    agent,
    isRead: ending === 'yaml',
    entries: entriesOf(document?.root),
    issues: document === undefined ? [] : issuesOf(document),
  };
}

const issuesOfDocument = new WeakMap<YamlDocument, readonly Issue[]>();

function issuesOf(document: YamlDocument): readonly Issue[] {
  const known = issuesOfDocument.get(document);
  if (known !== undefined) return known;
  const { root, anchors } = document;
  const target = root && { node: root, shape: agentShape(), path: [], title: 'the configuration', owner: root };
  const issues =
    target === undefined ? [] : [...checkNode(target, { dialect: kubernetesDialect, anchors }), ...valueIssues(root)];
  issuesOfDocument.set(document, issues);
  return issues;
}
