import schema from '../../../../schemas/kustomize/kustomization.schema.json' with { type: 'json' };
import { folderOf, nameOf } from '../../base/path.ts';
import { checkNode, type CheckOptions } from '../../schema/check.ts';
import type { Issue } from '../../schema/issue.ts';
import { shapeOfJsonSchema } from '../../schema/json-shape.ts';
import type { Shape } from '../../schema/shape.ts';
import { kustomizationFileNames, kustomizationReferences } from '../../workspace/kustomization-file.ts';
import type { KustomizationReference } from '../../workspace/kustomization-file.ts';
import { kubernetesDialect } from '../../yaml/dialect.ts';
import type { YamlDocument, YamlFile } from '../../yaml/file.ts';
import { entriesOf, scalarText, valueOf, type YamlEntry, type YamlNode } from '../../yaml/node.ts';

/** A file that Kustomize builds from. */
export interface KustomizationFile {
  readonly file: YamlFile;
  /** The folder that its paths start from. */
  readonly folder: string;
  readonly entries: readonly YamlEntry[];
  readonly references: readonly KustomizationReference[];
  readonly issues: readonly Issue[];
}

let shape: Shape | undefined;

/** The schema of a kustomization file, read when the first one is open. */
export function kustomizationShape(): Shape {
  return (shape ??= shapeOfJsonSchema(schema));
}

const GROUP = 'kustomize.config.k8s.io/';

/** By its name, unless it says that it is something else (Flux has a kind of the same name), or by its kind. */
export function isKustomizationFile({ path, text, documents, problems }: YamlFile): boolean {
  const root = documents[0]?.document.root;
  const apiVersion = scalarText(valueOf(root, 'apiVersion')) ?? '';
  const kind = scalarText(valueOf(root, 'kind')) ?? '';
  if (/\{[{%]/.test(text) && problems().length > 0) return false;
  const name = nameOf(path);
  if (kustomizationFileNames.some((own) => own === name))
    return !apiVersion.includes('/') || apiVersion.startsWith(GROUP);
  // Kustomize's group also has kinds that configure plugins.
  return apiVersion.startsWith(GROUP) && (kind === 'Kustomization' || kind === 'Component');
}

/** Reads and judges the first document, as Kustomize does. */
export function readKustomization(file: YamlFile): KustomizationFile {
  const document = file.documents[0]?.document;
  return {
    file,
    folder: folderOf(file.path),
    entries: entriesOf(document?.root),
    references: kustomizationReferences(file),
    issues: document === undefined ? [] : issuesOf(document),
  };
}

const issuesOfDocument = new WeakMap<YamlDocument, readonly Issue[]>();

function issuesOf(document: YamlDocument): readonly Issue[] {
  const known = issuesOfDocument.get(document);
  if (known !== undefined) return known;
  const { root } = document;
  const issues = root === undefined ? [] : checkNode(targetOf(root), checkOptions(document));
  issuesOfDocument.set(document, issues);
  return issues;
}

function targetOf(node: YamlNode): Parameters<typeof checkNode>[0] {
  return { node, shape: kustomizationShape(), path: [], title: 'the kustomization file', owner: node };
}

function checkOptions({ anchors }: YamlDocument): CheckOptions {
  return {
    dialect: kubernetesDialect,
    anchors,
    isPlaceholder: (text) => /\$\{|\{\{/.test(text),
    // Kustomize's decoder ignores the case of field names: https://github.com/kubernetes-sigs/kustomize/issues/5061.
    ignoresCase: true,
    // What a generator's entries hold may be secret.
    isSecret: (path) => path[0] === 'secretGenerator' || path[0] === 'configMapGenerator',
  };
}
