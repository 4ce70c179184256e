// Made by generate.mjs from plumbline.schema.json. Do not edit.
'use strict';
export const validate = validate10;
export default validate10;
const schema11 = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Plumbline',
  description: "Plumbline's configuration of a repository.",
  type: 'object',
  properties: {
    version: { description: "The version of this file's form.", const: 1 },
    environments: {
      type: 'object',
      description:
        'The environments by name. Without it they are found from the pipeline, from Flux and Argo CD objects and from the usual folders.',
      additionalProperties: { $ref: '#/$defs/environment' },
    },
    schemas: { type: 'array', description: 'JSON Schemas for files of your own.', items: { $ref: '#/$defs/schema' } },
    ignoreDifferences: {
      type: 'array',
      description:
        "Differences between Git and a cluster that are meant to be, in the form of Argo CD's `ignoreDifferences`.",
      items: { $ref: '#/$defs/ignoredDifference' },
    },
  },
  required: ['version'],
  additionalProperties: false,
  $defs: {
    environment: {
      type: 'object',
      description: 'An environment: where it comes from, and how it gets there.',
      properties: {
        gitlab: { type: 'string', description: "The environment's name in GitLab, when it is not the key's." },
        tier: {
          type: 'string',
          description: 'How important it is. GitLab guesses it from the name when it is not given.',
          enum: ['production', 'staging', 'testing', 'development', 'other'],
        },
        source: {
          type: 'string',
          description:
            "What is deployed, as a path from the repository's root: a Kustomize overlay, a Helm chart, a folder with manifests or a single one.",
        },
        kubernetes: {
          type: 'object',
          description: 'The cluster it runs in: a context of the kubeconfig, or a GitLab agent.',
          properties: {
            context: { type: 'string', description: 'The context of the kubeconfig.' },
            namespace: { type: 'string', description: 'The namespace of objects that name none.' },
            agent: {
              type: 'string',
              description: "A GitLab agent for Kubernetes, as `group/project:agent`, reached through GitLab's proxy.",
            },
          },
          additionalProperties: false,
          title: 'Cluster',
        },
        controller: {
          type: 'string',
          description: 'What applies the source to the cluster; `push` is a pipeline job.',
          enum: ['flux', 'argo-cd', 'gitlab-agent', 'push'],
        },
        terraform: {
          type: 'object',
          description: 'Infrastructure of OpenTofu or Terraform.',
          properties: {
            directory: { type: 'string', description: 'The folder with the configuration.' },
            workspace: { type: 'string', description: 'The workspace.', default: 'default' },
          },
          additionalProperties: false,
          required: ['directory'],
          title: 'Terraform',
        },
        ansible: {
          type: 'object',
          description: 'Hosts that a playbook sets up.',
          properties: {
            playbook: { type: 'string', description: 'The playbook.' },
            inventory: { type: 'string', description: 'The inventory: a file or a folder.' },
          },
          additionalProperties: false,
          required: ['playbook'],
          title: 'Ansible',
        },
        cloudformation: {
          type: 'object',
          description: 'A CloudFormation stack.',
          properties: {
            template: { type: 'string', description: 'The template.' },
            stack: { type: 'string', description: 'The name of the stack.' },
            region: { type: 'string', description: 'The AWS region, such as `eu-central-1`.' },
          },
          additionalProperties: false,
          required: ['template', 'stack'],
          title: 'CloudFormation',
        },
        puppet: {
          type: 'object',
          description: 'Hosts that a Puppet manifest describes.',
          properties: { manifest: { type: 'string', description: 'The manifest.' } },
          additionalProperties: false,
          required: ['manifest'],
          title: 'Puppet',
        },
      },
      additionalProperties: false,
      title: 'Environment',
    },
    schema: {
      type: 'object',
      description: 'A JSON Schema and the files that it is for.',
      properties: {
        match: {
          type: 'array',
          items: { type: 'string' },
          description: "Globs from the repository's root, such as `**/*.widget.yaml`.",
        },
        schema: { type: 'string', description: "The JSON Schema, as a path from the repository's root." },
      },
      additionalProperties: false,
      required: ['match', 'schema'],
      title: 'FileSchema',
    },
    ignoredDifference: {
      type: 'object',
      description: 'Objects and the fields of theirs that may differ.',
      properties: {
        group: { type: 'string', description: 'The API group of the objects; empty for the core group, `*` for all.' },
        kind: { type: 'string', description: 'The kind of the objects; `*` for all.' },
        name: { type: 'string', description: 'The name of the object; all when it is not given.' },
        namespace: { type: 'string', description: 'The namespace of the objects; all when it is not given.' },
        jsonPointers: {
          type: 'array',
          items: { type: 'string' },
          description: 'Fields, as JSON pointers: `/spec/replicas`.',
        },
        jqPathExpressions: {
          type: 'array',
          items: { type: 'string' },
          description: 'Fields, as jq paths: `.spec.template.spec.containers[].image`.',
        },
        managedFieldsManagers: {
          type: 'array',
          items: { type: 'string' },
          description: 'All fields that these field managers own.',
        },
        reason: { type: 'string', description: 'Why the difference is meant to be; shown where it is left out.' },
      },
      additionalProperties: false,
      required: ['kind'],
      title: 'IgnoredDifference',
    },
  },
};
const schema12 = {
  type: 'object',
  description: 'An environment: where it comes from, and how it gets there.',
  properties: {
    gitlab: { type: 'string', description: "The environment's name in GitLab, when it is not the key's." },
    tier: {
      type: 'string',
      description: 'How important it is. GitLab guesses it from the name when it is not given.',
      enum: ['production', 'staging', 'testing', 'development', 'other'],
    },
    source: {
      type: 'string',
      description:
        "What is deployed, as a path from the repository's root: a Kustomize overlay, a Helm chart, a folder with manifests or a single one.",
    },
    kubernetes: {
      type: 'object',
      description: 'The cluster it runs in: a context of the kubeconfig, or a GitLab agent.',
      properties: {
        context: { type: 'string', description: 'The context of the kubeconfig.' },
        namespace: { type: 'string', description: 'The namespace of objects that name none.' },
        agent: {
          type: 'string',
          description: "A GitLab agent for Kubernetes, as `group/project:agent`, reached through GitLab's proxy.",
        },
      },
      additionalProperties: false,
      title: 'Cluster',
    },
    controller: {
      type: 'string',
      description: 'What applies the source to the cluster; `push` is a pipeline job.',
      enum: ['flux', 'argo-cd', 'gitlab-agent', 'push'],
    },
    terraform: {
      type: 'object',
      description: 'Infrastructure of OpenTofu or Terraform.',
      properties: {
        directory: { type: 'string', description: 'The folder with the configuration.' },
        workspace: { type: 'string', description: 'The workspace.', default: 'default' },
      },
      additionalProperties: false,
      required: ['directory'],
      title: 'Terraform',
    },
    ansible: {
      type: 'object',
      description: 'Hosts that a playbook sets up.',
      properties: {
        playbook: { type: 'string', description: 'The playbook.' },
        inventory: { type: 'string', description: 'The inventory: a file or a folder.' },
      },
      additionalProperties: false,
      required: ['playbook'],
      title: 'Ansible',
    },
    cloudformation: {
      type: 'object',
      description: 'A CloudFormation stack.',
      properties: {
        template: { type: 'string', description: 'The template.' },
        stack: { type: 'string', description: 'The name of the stack.' },
        region: { type: 'string', description: 'The AWS region, such as `eu-central-1`.' },
      },
      additionalProperties: false,
      required: ['template', 'stack'],
      title: 'CloudFormation',
    },
    puppet: {
      type: 'object',
      description: 'Hosts that a Puppet manifest describes.',
      properties: { manifest: { type: 'string', description: 'The manifest.' } },
      additionalProperties: false,
      required: ['manifest'],
      title: 'Puppet',
    },
  },
  additionalProperties: false,
  title: 'Environment',
};
const schema13 = {
  type: 'object',
  description: 'A JSON Schema and the files that it is for.',
  properties: {
    match: {
      type: 'array',
      items: { type: 'string' },
      description: "Globs from the repository's root, such as `**/*.widget.yaml`.",
    },
    schema: { type: 'string', description: "The JSON Schema, as a path from the repository's root." },
  },
  additionalProperties: false,
  required: ['match', 'schema'],
  title: 'FileSchema',
};
const schema14 = {
  type: 'object',
  description: 'Objects and the fields of theirs that may differ.',
  properties: {
    group: { type: 'string', description: 'The API group of the objects; empty for the core group, `*` for all.' },
    kind: { type: 'string', description: 'The kind of the objects; `*` for all.' },
    name: { type: 'string', description: 'The name of the object; all when it is not given.' },
    namespace: { type: 'string', description: 'The namespace of the objects; all when it is not given.' },
    jsonPointers: {
      type: 'array',
      items: { type: 'string' },
      description: 'Fields, as JSON pointers: `/spec/replicas`.',
    },
    jqPathExpressions: {
      type: 'array',
      items: { type: 'string' },
      description: 'Fields, as jq paths: `.spec.template.spec.containers[].image`.',
    },
    managedFieldsManagers: {
      type: 'array',
      items: { type: 'string' },
      description: 'All fields that these field managers own.',
    },
    reason: { type: 'string', description: 'Why the difference is meant to be; shown where it is left out.' },
  },
  additionalProperties: false,
  required: ['kind'],
  title: 'IgnoredDifference',
};
const func2 = Object.prototype.hasOwnProperty;
function validate10(data, { instancePath = '', parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.version === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'version' },
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'version' || key0 === 'environments' || key0 === 'schemas' || key0 === 'ignoreDifferences')) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.version !== undefined) {
      if (1 !== data.version) {
        const err2 = {
          instancePath: instancePath + '/version',
          schemaPath: '#/properties/version/const',
          keyword: 'const',
          params: { allowedValue: 1 },
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.environments !== undefined) {
      let data1 = data.environments;
      if (data1 && typeof data1 == 'object' && !Array.isArray(data1)) {
        for (const key1 in data1) {
          let data2 = data1[key1];
          if (data2 && typeof data2 == 'object' && !Array.isArray(data2)) {
            for (const key2 in data2) {
              if (!func2.call(schema12.properties, key2)) {
                const err3 = {
                  instancePath: instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1'),
                  schemaPath: '#/$defs/environment/additionalProperties',
                  keyword: 'additionalProperties',
                  params: { additionalProperty: key2 },
                };
                if (vErrors === null) {
                  vErrors = [err3];
                } else {
                  vErrors.push(err3);
                }
                errors++;
              }
            }
            if (data2.gitlab !== undefined) {
              if (typeof data2.gitlab !== 'string') {
                const err4 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/gitlab',
                  schemaPath: '#/$defs/environment/properties/gitlab/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err4];
                } else {
                  vErrors.push(err4);
                }
                errors++;
              }
            }
            if (data2.tier !== undefined) {
              let data4 = data2.tier;
              if (typeof data4 !== 'string') {
                const err5 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/tier',
                  schemaPath: '#/$defs/environment/properties/tier/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err5];
                } else {
                  vErrors.push(err5);
                }
                errors++;
              }
              if (!(
                data4 === 'production' ||
                data4 === 'staging' ||
                data4 === 'testing' ||
                data4 === 'development' ||
                data4 === 'other'
              )) {
                const err6 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/tier',
                  schemaPath: '#/$defs/environment/properties/tier/enum',
                  keyword: 'enum',
                  params: { allowedValues: schema12.properties.tier.enum },
                };
                if (vErrors === null) {
                  vErrors = [err6];
                } else {
                  vErrors.push(err6);
                }
                errors++;
              }
            }
            if (data2.source !== undefined) {
              if (typeof data2.source !== 'string') {
                const err7 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/source',
                  schemaPath: '#/$defs/environment/properties/source/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err7];
                } else {
                  vErrors.push(err7);
                }
                errors++;
              }
            }
            if (data2.kubernetes !== undefined) {
              let data6 = data2.kubernetes;
              if (data6 && typeof data6 == 'object' && !Array.isArray(data6)) {
                for (const key3 in data6) {
                  if (!(key3 === 'context' || key3 === 'namespace' || key3 === 'agent')) {
                    const err8 = {
                      instancePath:
                        instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/kubernetes',
                      schemaPath: '#/$defs/environment/properties/kubernetes/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key3 },
                    };
                    if (vErrors === null) {
                      vErrors = [err8];
                    } else {
                      vErrors.push(err8);
                    }
                    errors++;
                  }
                }
                if (data6.context !== undefined) {
                  if (typeof data6.context !== 'string') {
                    const err9 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/kubernetes/context',
                      schemaPath: '#/$defs/environment/properties/kubernetes/properties/context/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err9];
                    } else {
                      vErrors.push(err9);
                    }
                    errors++;
                  }
                }
                if (data6.namespace !== undefined) {
                  if (typeof data6.namespace !== 'string') {
                    const err10 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/kubernetes/namespace',
                      schemaPath: '#/$defs/environment/properties/kubernetes/properties/namespace/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err10];
                    } else {
                      vErrors.push(err10);
                    }
                    errors++;
                  }
                }
                if (data6.agent !== undefined) {
                  if (typeof data6.agent !== 'string') {
                    const err11 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/kubernetes/agent',
                      schemaPath: '#/$defs/environment/properties/kubernetes/properties/agent/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err11];
                    } else {
                      vErrors.push(err11);
                    }
                    errors++;
                  }
                }
              } else {
                const err12 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/kubernetes',
                  schemaPath: '#/$defs/environment/properties/kubernetes/type',
                  keyword: 'type',
                  params: { type: 'object' },
                };
                if (vErrors === null) {
                  vErrors = [err12];
                } else {
                  vErrors.push(err12);
                }
                errors++;
              }
            }
            if (data2.controller !== undefined) {
              let data10 = data2.controller;
              if (typeof data10 !== 'string') {
                const err13 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/controller',
                  schemaPath: '#/$defs/environment/properties/controller/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err13];
                } else {
                  vErrors.push(err13);
                }
                errors++;
              }
              if (!(data10 === 'flux' || data10 === 'argo-cd' || data10 === 'gitlab-agent' || data10 === 'push')) {
                const err14 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/controller',
                  schemaPath: '#/$defs/environment/properties/controller/enum',
                  keyword: 'enum',
                  params: { allowedValues: schema12.properties.controller.enum },
                };
                if (vErrors === null) {
                  vErrors = [err14];
                } else {
                  vErrors.push(err14);
                }
                errors++;
              }
            }
            if (data2.terraform !== undefined) {
              let data11 = data2.terraform;
              if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                if (data11.directory === undefined) {
                  const err15 = {
                    instancePath:
                      instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/terraform',
                    schemaPath: '#/$defs/environment/properties/terraform/required',
                    keyword: 'required',
                    params: { missingProperty: 'directory' },
                  };
                  if (vErrors === null) {
                    vErrors = [err15];
                  } else {
                    vErrors.push(err15);
                  }
                  errors++;
                }
                for (const key4 in data11) {
                  if (!(key4 === 'directory' || key4 === 'workspace')) {
                    const err16 = {
                      instancePath:
                        instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/terraform',
                      schemaPath: '#/$defs/environment/properties/terraform/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key4 },
                    };
                    if (vErrors === null) {
                      vErrors = [err16];
                    } else {
                      vErrors.push(err16);
                    }
                    errors++;
                  }
                }
                if (data11.directory !== undefined) {
                  if (typeof data11.directory !== 'string') {
                    const err17 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/terraform/directory',
                      schemaPath: '#/$defs/environment/properties/terraform/properties/directory/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err17];
                    } else {
                      vErrors.push(err17);
                    }
                    errors++;
                  }
                }
                if (data11.workspace !== undefined) {
                  if (typeof data11.workspace !== 'string') {
                    const err18 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/terraform/workspace',
                      schemaPath: '#/$defs/environment/properties/terraform/properties/workspace/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err18];
                    } else {
                      vErrors.push(err18);
                    }
                    errors++;
                  }
                }
              } else {
                const err19 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/terraform',
                  schemaPath: '#/$defs/environment/properties/terraform/type',
                  keyword: 'type',
                  params: { type: 'object' },
                };
                if (vErrors === null) {
                  vErrors = [err19];
                } else {
                  vErrors.push(err19);
                }
                errors++;
              }
            }
            if (data2.ansible !== undefined) {
              let data14 = data2.ansible;
              if (data14 && typeof data14 == 'object' && !Array.isArray(data14)) {
                if (data14.playbook === undefined) {
                  const err20 = {
                    instancePath:
                      instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/ansible',
                    schemaPath: '#/$defs/environment/properties/ansible/required',
                    keyword: 'required',
                    params: { missingProperty: 'playbook' },
                  };
                  if (vErrors === null) {
                    vErrors = [err20];
                  } else {
                    vErrors.push(err20);
                  }
                  errors++;
                }
                for (const key5 in data14) {
                  if (!(key5 === 'playbook' || key5 === 'inventory')) {
                    const err21 = {
                      instancePath:
                        instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/ansible',
                      schemaPath: '#/$defs/environment/properties/ansible/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key5 },
                    };
                    if (vErrors === null) {
                      vErrors = [err21];
                    } else {
                      vErrors.push(err21);
                    }
                    errors++;
                  }
                }
                if (data14.playbook !== undefined) {
                  if (typeof data14.playbook !== 'string') {
                    const err22 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/ansible/playbook',
                      schemaPath: '#/$defs/environment/properties/ansible/properties/playbook/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err22];
                    } else {
                      vErrors.push(err22);
                    }
                    errors++;
                  }
                }
                if (data14.inventory !== undefined) {
                  if (typeof data14.inventory !== 'string') {
                    const err23 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/ansible/inventory',
                      schemaPath: '#/$defs/environment/properties/ansible/properties/inventory/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err23];
                    } else {
                      vErrors.push(err23);
                    }
                    errors++;
                  }
                }
              } else {
                const err24 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/ansible',
                  schemaPath: '#/$defs/environment/properties/ansible/type',
                  keyword: 'type',
                  params: { type: 'object' },
                };
                if (vErrors === null) {
                  vErrors = [err24];
                } else {
                  vErrors.push(err24);
                }
                errors++;
              }
            }
            if (data2.cloudformation !== undefined) {
              let data17 = data2.cloudformation;
              if (data17 && typeof data17 == 'object' && !Array.isArray(data17)) {
                if (data17.template === undefined) {
                  const err25 = {
                    instancePath:
                      instancePath +
                      '/environments/' +
                      key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                      '/cloudformation',
                    schemaPath: '#/$defs/environment/properties/cloudformation/required',
                    keyword: 'required',
                    params: { missingProperty: 'template' },
                  };
                  if (vErrors === null) {
                    vErrors = [err25];
                  } else {
                    vErrors.push(err25);
                  }
                  errors++;
                }
                if (data17.stack === undefined) {
                  const err26 = {
                    instancePath:
                      instancePath +
                      '/environments/' +
                      key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                      '/cloudformation',
                    schemaPath: '#/$defs/environment/properties/cloudformation/required',
                    keyword: 'required',
                    params: { missingProperty: 'stack' },
                  };
                  if (vErrors === null) {
                    vErrors = [err26];
                  } else {
                    vErrors.push(err26);
                  }
                  errors++;
                }
                for (const key6 in data17) {
                  if (!(key6 === 'template' || key6 === 'stack' || key6 === 'region')) {
                    const err27 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/cloudformation',
                      schemaPath: '#/$defs/environment/properties/cloudformation/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key6 },
                    };
                    if (vErrors === null) {
                      vErrors = [err27];
                    } else {
                      vErrors.push(err27);
                    }
                    errors++;
                  }
                }
                if (data17.template !== undefined) {
                  if (typeof data17.template !== 'string') {
                    const err28 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/cloudformation/template',
                      schemaPath: '#/$defs/environment/properties/cloudformation/properties/template/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err28];
                    } else {
                      vErrors.push(err28);
                    }
                    errors++;
                  }
                }
                if (data17.stack !== undefined) {
                  if (typeof data17.stack !== 'string') {
                    const err29 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/cloudformation/stack',
                      schemaPath: '#/$defs/environment/properties/cloudformation/properties/stack/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err29];
                    } else {
                      vErrors.push(err29);
                    }
                    errors++;
                  }
                }
                if (data17.region !== undefined) {
                  if (typeof data17.region !== 'string') {
                    const err30 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/cloudformation/region',
                      schemaPath: '#/$defs/environment/properties/cloudformation/properties/region/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err30];
                    } else {
                      vErrors.push(err30);
                    }
                    errors++;
                  }
                }
              } else {
                const err31 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/cloudformation',
                  schemaPath: '#/$defs/environment/properties/cloudformation/type',
                  keyword: 'type',
                  params: { type: 'object' },
                };
                if (vErrors === null) {
                  vErrors = [err31];
                } else {
                  vErrors.push(err31);
                }
                errors++;
              }
            }
            if (data2.puppet !== undefined) {
              let data21 = data2.puppet;
              if (data21 && typeof data21 == 'object' && !Array.isArray(data21)) {
                if (data21.manifest === undefined) {
                  const err32 = {
                    instancePath:
                      instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/puppet',
                    schemaPath: '#/$defs/environment/properties/puppet/required',
                    keyword: 'required',
                    params: { missingProperty: 'manifest' },
                  };
                  if (vErrors === null) {
                    vErrors = [err32];
                  } else {
                    vErrors.push(err32);
                  }
                  errors++;
                }
                for (const key7 in data21) {
                  if (!(key7 === 'manifest')) {
                    const err33 = {
                      instancePath:
                        instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/puppet',
                      schemaPath: '#/$defs/environment/properties/puppet/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key7 },
                    };
                    if (vErrors === null) {
                      vErrors = [err33];
                    } else {
                      vErrors.push(err33);
                    }
                    errors++;
                  }
                }
                if (data21.manifest !== undefined) {
                  if (typeof data21.manifest !== 'string') {
                    const err34 = {
                      instancePath:
                        instancePath +
                        '/environments/' +
                        key1.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/puppet/manifest',
                      schemaPath: '#/$defs/environment/properties/puppet/properties/manifest/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err34];
                    } else {
                      vErrors.push(err34);
                    }
                    errors++;
                  }
                }
              } else {
                const err35 = {
                  instancePath:
                    instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1') + '/puppet',
                  schemaPath: '#/$defs/environment/properties/puppet/type',
                  keyword: 'type',
                  params: { type: 'object' },
                };
                if (vErrors === null) {
                  vErrors = [err35];
                } else {
                  vErrors.push(err35);
                }
                errors++;
              }
            }
          } else {
            const err36 = {
              instancePath: instancePath + '/environments/' + key1.replace(/~/g, '~0').replace(/\//g, '~1'),
              schemaPath: '#/$defs/environment/type',
              keyword: 'type',
              params: { type: 'object' },
            };
            if (vErrors === null) {
              vErrors = [err36];
            } else {
              vErrors.push(err36);
            }
            errors++;
          }
        }
      } else {
        const err37 = {
          instancePath: instancePath + '/environments',
          schemaPath: '#/properties/environments/type',
          keyword: 'type',
          params: { type: 'object' },
        };
        if (vErrors === null) {
          vErrors = [err37];
        } else {
          vErrors.push(err37);
        }
        errors++;
      }
    }
    if (data.schemas !== undefined) {
      let data23 = data.schemas;
      if (Array.isArray(data23)) {
        const len0 = data23.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data24 = data23[i0];
          if (data24 && typeof data24 == 'object' && !Array.isArray(data24)) {
            if (data24.match === undefined) {
              const err38 = {
                instancePath: instancePath + '/schemas/' + i0,
                schemaPath: '#/$defs/schema/required',
                keyword: 'required',
                params: { missingProperty: 'match' },
              };
              if (vErrors === null) {
                vErrors = [err38];
              } else {
                vErrors.push(err38);
              }
              errors++;
            }
            if (data24.schema === undefined) {
              const err39 = {
                instancePath: instancePath + '/schemas/' + i0,
                schemaPath: '#/$defs/schema/required',
                keyword: 'required',
                params: { missingProperty: 'schema' },
              };
              if (vErrors === null) {
                vErrors = [err39];
              } else {
                vErrors.push(err39);
              }
              errors++;
            }
            for (const key8 in data24) {
              if (!(key8 === 'match' || key8 === 'schema')) {
                const err40 = {
                  instancePath: instancePath + '/schemas/' + i0,
                  schemaPath: '#/$defs/schema/additionalProperties',
                  keyword: 'additionalProperties',
                  params: { additionalProperty: key8 },
                };
                if (vErrors === null) {
                  vErrors = [err40];
                } else {
                  vErrors.push(err40);
                }
                errors++;
              }
            }
            if (data24.match !== undefined) {
              let data25 = data24.match;
              if (Array.isArray(data25)) {
                const len1 = data25.length;
                for (let i1 = 0; i1 < len1; i1++) {
                  if (typeof data25[i1] !== 'string') {
                    const err41 = {
                      instancePath: instancePath + '/schemas/' + i0 + '/match/' + i1,
                      schemaPath: '#/$defs/schema/properties/match/items/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err41];
                    } else {
                      vErrors.push(err41);
                    }
                    errors++;
                  }
                }
              } else {
                const err42 = {
                  instancePath: instancePath + '/schemas/' + i0 + '/match',
                  schemaPath: '#/$defs/schema/properties/match/type',
                  keyword: 'type',
                  params: { type: 'array' },
                };
                if (vErrors === null) {
                  vErrors = [err42];
                } else {
                  vErrors.push(err42);
                }
                errors++;
              }
            }
            if (data24.schema !== undefined) {
              if (typeof data24.schema !== 'string') {
                const err43 = {
                  instancePath: instancePath + '/schemas/' + i0 + '/schema',
                  schemaPath: '#/$defs/schema/properties/schema/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err43];
                } else {
                  vErrors.push(err43);
                }
                errors++;
              }
            }
          } else {
            const err44 = {
              instancePath: instancePath + '/schemas/' + i0,
              schemaPath: '#/$defs/schema/type',
              keyword: 'type',
              params: { type: 'object' },
            };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
        }
      } else {
        const err45 = {
          instancePath: instancePath + '/schemas',
          schemaPath: '#/properties/schemas/type',
          keyword: 'type',
          params: { type: 'array' },
        };
        if (vErrors === null) {
          vErrors = [err45];
        } else {
          vErrors.push(err45);
        }
        errors++;
      }
    }
    if (data.ignoreDifferences !== undefined) {
      let data28 = data.ignoreDifferences;
      if (Array.isArray(data28)) {
        const len2 = data28.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data29 = data28[i2];
          if (data29 && typeof data29 == 'object' && !Array.isArray(data29)) {
            if (data29.kind === undefined) {
              const err46 = {
                instancePath: instancePath + '/ignoreDifferences/' + i2,
                schemaPath: '#/$defs/ignoredDifference/required',
                keyword: 'required',
                params: { missingProperty: 'kind' },
              };
              if (vErrors === null) {
                vErrors = [err46];
              } else {
                vErrors.push(err46);
              }
              errors++;
            }
            for (const key9 in data29) {
              if (!(
                key9 === 'group' ||
                key9 === 'kind' ||
                key9 === 'name' ||
                key9 === 'namespace' ||
                key9 === 'jsonPointers' ||
                key9 === 'jqPathExpressions' ||
                key9 === 'managedFieldsManagers' ||
                key9 === 'reason'
              )) {
                const err47 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2,
                  schemaPath: '#/$defs/ignoredDifference/additionalProperties',
                  keyword: 'additionalProperties',
                  params: { additionalProperty: key9 },
                };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
            }
            if (data29.group !== undefined) {
              if (typeof data29.group !== 'string') {
                const err48 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2 + '/group',
                  schemaPath: '#/$defs/ignoredDifference/properties/group/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err48];
                } else {
                  vErrors.push(err48);
                }
                errors++;
              }
            }
            if (data29.kind !== undefined) {
              if (typeof data29.kind !== 'string') {
                const err49 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2 + '/kind',
                  schemaPath: '#/$defs/ignoredDifference/properties/kind/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err49];
                } else {
                  vErrors.push(err49);
                }
                errors++;
              }
            }
            if (data29.name !== undefined) {
              if (typeof data29.name !== 'string') {
                const err50 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2 + '/name',
                  schemaPath: '#/$defs/ignoredDifference/properties/name/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err50];
                } else {
                  vErrors.push(err50);
                }
                errors++;
              }
            }
            if (data29.namespace !== undefined) {
              if (typeof data29.namespace !== 'string') {
                const err51 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2 + '/namespace',
                  schemaPath: '#/$defs/ignoredDifference/properties/namespace/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err51];
                } else {
                  vErrors.push(err51);
                }
                errors++;
              }
            }
            if (data29.jsonPointers !== undefined) {
              let data34 = data29.jsonPointers;
              if (Array.isArray(data34)) {
                const len3 = data34.length;
                for (let i3 = 0; i3 < len3; i3++) {
                  if (typeof data34[i3] !== 'string') {
                    const err52 = {
                      instancePath: instancePath + '/ignoreDifferences/' + i2 + '/jsonPointers/' + i3,
                      schemaPath: '#/$defs/ignoredDifference/properties/jsonPointers/items/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err52];
                    } else {
                      vErrors.push(err52);
                    }
                    errors++;
                  }
                }
              } else {
                const err53 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2 + '/jsonPointers',
                  schemaPath: '#/$defs/ignoredDifference/properties/jsonPointers/type',
                  keyword: 'type',
                  params: { type: 'array' },
                };
                if (vErrors === null) {
                  vErrors = [err53];
                } else {
                  vErrors.push(err53);
                }
                errors++;
              }
            }
            if (data29.jqPathExpressions !== undefined) {
              let data36 = data29.jqPathExpressions;
              if (Array.isArray(data36)) {
                const len4 = data36.length;
                for (let i4 = 0; i4 < len4; i4++) {
                  if (typeof data36[i4] !== 'string') {
                    const err54 = {
                      instancePath: instancePath + '/ignoreDifferences/' + i2 + '/jqPathExpressions/' + i4,
                      schemaPath: '#/$defs/ignoredDifference/properties/jqPathExpressions/items/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err54];
                    } else {
                      vErrors.push(err54);
                    }
                    errors++;
                  }
                }
              } else {
                const err55 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2 + '/jqPathExpressions',
                  schemaPath: '#/$defs/ignoredDifference/properties/jqPathExpressions/type',
                  keyword: 'type',
                  params: { type: 'array' },
                };
                if (vErrors === null) {
                  vErrors = [err55];
                } else {
                  vErrors.push(err55);
                }
                errors++;
              }
            }
            if (data29.managedFieldsManagers !== undefined) {
              let data38 = data29.managedFieldsManagers;
              if (Array.isArray(data38)) {
                const len5 = data38.length;
                for (let i5 = 0; i5 < len5; i5++) {
                  if (typeof data38[i5] !== 'string') {
                    const err56 = {
                      instancePath: instancePath + '/ignoreDifferences/' + i2 + '/managedFieldsManagers/' + i5,
                      schemaPath: '#/$defs/ignoredDifference/properties/managedFieldsManagers/items/type',
                      keyword: 'type',
                      params: { type: 'string' },
                    };
                    if (vErrors === null) {
                      vErrors = [err56];
                    } else {
                      vErrors.push(err56);
                    }
                    errors++;
                  }
                }
              } else {
                const err57 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2 + '/managedFieldsManagers',
                  schemaPath: '#/$defs/ignoredDifference/properties/managedFieldsManagers/type',
                  keyword: 'type',
                  params: { type: 'array' },
                };
                if (vErrors === null) {
                  vErrors = [err57];
                } else {
                  vErrors.push(err57);
                }
                errors++;
              }
            }
            if (data29.reason !== undefined) {
              if (typeof data29.reason !== 'string') {
                const err58 = {
                  instancePath: instancePath + '/ignoreDifferences/' + i2 + '/reason',
                  schemaPath: '#/$defs/ignoredDifference/properties/reason/type',
                  keyword: 'type',
                  params: { type: 'string' },
                };
                if (vErrors === null) {
                  vErrors = [err58];
                } else {
                  vErrors.push(err58);
                }
                errors++;
              }
            }
          } else {
            const err59 = {
              instancePath: instancePath + '/ignoreDifferences/' + i2,
              schemaPath: '#/$defs/ignoredDifference/type',
              keyword: 'type',
              params: { type: 'object' },
            };
            if (vErrors === null) {
              vErrors = [err59];
            } else {
              vErrors.push(err59);
            }
            errors++;
          }
        }
      } else {
        const err60 = {
          instancePath: instancePath + '/ignoreDifferences',
          schemaPath: '#/properties/ignoreDifferences/type',
          keyword: 'type',
          params: { type: 'array' },
        };
        if (vErrors === null) {
          vErrors = [err60];
        } else {
          vErrors.push(err60);
        }
        errors++;
      }
    }
  } else {
    const err61 = { instancePath, schemaPath: '#/type', keyword: 'type', params: { type: 'object' } };
    if (vErrors === null) {
      vErrors = [err61];
    } else {
      vErrors.push(err61);
    }
    errors++;
  }
  validate10.errors = vErrors;
  return errors === 0;
}
