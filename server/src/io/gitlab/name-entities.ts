import type { Member, TreeEntry, VariableFacts } from '../../workspace/ports/gitlab-names.ts';
import { flag, number, object, optional, text, type Reader } from './answer.ts';

const variableShape = object({
  key: text,
  variable_type: optional(text),
  protected: flag,
  masked: flag,
  hidden: flag,
  environment_scope: optional(text),
  description: optional(text),
});

/** What a variable is. Its value is in the answer as well and goes no further: only what is named above is taken out. */
export const variable: Reader<VariableFacts> = (value, place) => {
  const read = variableShape(value, place);
  return {
    name: read.key,
    isFile: read.variable_type === 'file',
    isProtected: read.protected,
    isMasked: read.masked,
    isHidden: read.hidden,
    environment: read.environment_scope ?? '*',
    description: read.description ?? '',
  };
};

export const tagName: Reader<string> = (value, place) => object({ name: text })(value, place).name;

export const templateName: Reader<string> = (value, place) => object({ key: text })(value, place).key;

export const projectPath: Reader<string> = (value, place) =>
  object({ path_with_namespace: text })(value, place).path_with_namespace;

export const groupPath: Reader<string> = (value, place) => object({ full_path: text })(value, place).full_path;

const treeShape = object({ path: text, type: text });

export const treeEntry: Reader<TreeEntry> = (value, place) => {
  const { path, type } = treeShape(value, place);
  return { path, isFolder: type === 'tree' };
};

const memberShape = object({ username: text, name: text, state: optional(text), access_level: number });

export const member: Reader<Member> = (value, place) => {
  const { username, name, state, access_level: role } = memberShape(value, place);
  return { username, name, isActive: state === undefined || state === 'active', role };
};
