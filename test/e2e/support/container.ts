import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Container, EnvVar, Manifests, Pod } from "./manifests.ts";
import type { Here, Replacement } from "./replacements.ts";
import type { Sandbox } from "./sandbox.ts";
import { type Secrets, secretValue } from "./secrets.ts";
import { type Ids, own } from "./user.ts";

export interface Surroundings {
  manifests: Manifests;
  secrets: Secrets;
  here: Here;
  replacements: Record<string, Replacement>;
  /** Where mounts are made. */
  folder: string;
}

/** A rendered container as a process of this machine. */
export interface ContainerProcess {
  argv: string[];
  env: Record<string, string>;
  sandbox: Sandbox;
  /** Folder that stands for each mount, by its path in the container. */
  mounts: Record<string, string>;
}

/** Command, arguments, environment and files of a rendered container, with nothing but the replacements changed. */
export function containerProcess(pod: Pod, container: Container, surroundings: Surroundings): ContainerProcess {
  const { secrets } = surroundings;
  const folders = mounts(pod, container, surroundings);
  const replace = replacer(container, folders, surroundings);
  const [writable, ...more] = container.volumeMounts.filter(({ readOnly }) => !readOnly);
  if (more.length > 0) {
    throw new Error(`container "${container.name}" has more than one mount to write; one is supported`);
  }
  return {
    argv: [...container.command, ...(container.args ?? [])].map((argument) => {
      const [name, value] = option(argument);
      return value === undefined ? argument : `${name}=${replace(name, value)}`;
    }),
    env: Object.fromEntries(
      container.env.map((variable) => [variable.name, replace(variable.name, variableValue(variable, secrets))]),
    ),
    sandbox: { ...podUser(pod), writable: writable && folders[writable.mountPath] },
    mounts: folders,
  };
}

/** Gives a value as it is, or what the map of replacements says; what lies in a mount must be in the map. */
function replacer(container: Container, folders: Record<string, string>, { here, replacements }: Surroundings) {
  return (name: string, value: string): string => {
    const mount = Object.entries(folders).find(([path]) => value === path || value.startsWith(`${path}/`));
    const replacement = replacements[name];
    if (mount && !replacement) {
      throw new Error(`${name}=${value} lies in a mount, and the map of replacements does not name it`);
    }
    const mounted = () => {
      if (!mount) {
        throw new Error(`${name}=${value} lies in no mount of container "${container.name}"`);
      }
      const [path, folder] = mount;
      return `${folder}${value.slice(path.length)}`;
    };
    return replacement ? replacement.value(here, mounted) : value;
  };
}

/** `--name=value` in two; other arguments have no value. */
export function option(argument: string): [name: string, value?: string] {
  const match = /^(--[a-z-]+)=(.*)$/s.exec(argument);
  return match ? [match[1] as string, match[2] as string] : [argument];
}

/** Options and variables that a process and its rendered container both have, with other values. */
export function differences(container: Container, { argv, env }: ContainerProcess): string[] {
  const rendered = [...container.command, ...(container.args ?? [])];
  const variables = container.env.filter(({ name, value }) => value !== undefined && value !== env[name]);
  return [
    ...rendered.filter((argument, index) => argument !== argv[index]).map((argument) => option(argument)[0]),
    ...variables.map(({ name }) => name),
  ];
}

/** Value of a rendered environment variable. */
function variableValue({ name, value, valueFrom }: EnvVar, secrets: Secrets): string {
  if (valueFrom?.secretKeyRef) {
    return secretValue(secrets, valueFrom.secretKeyRef);
  }
  if (value === undefined || value.includes("$(")) {
    throw new Error(`${name} has no plain value`);
  }
  return value;
}

/** Makes a folder for each mount; by path in the container. */
function mounts(pod: Pod, container: Container, surroundings: Surroundings): Record<string, string> {
  mkdirSync(surroundings.folder, { recursive: true });
  return Object.fromEntries(
    container.volumeMounts.map(({ name, mountPath }) => {
      const folder = mkdtempSync(join(surroundings.folder, `${name}-`));
      const files = volumeFiles(pod, name, surroundings);
      for (const [file, content] of Object.entries(files ?? {})) {
        writeFileSync(join(folder, file), content, { mode: 0o444 });
      }
      own(folder, files ? 0o755 : 0o700, files ? undefined : podUser(pod));
      return [mountPath, folder];
    }),
  );
}

/** User and group of a pod's containers. */
export function podUser({ securityContext }: Pod): Ids {
  return { uid: securityContext.runAsUser, gid: securityContext.runAsGroup };
}

/** Files of a volume; undefined for an empty one that is to be written. */
function volumeFiles(pod: Pod, name: string, { manifests, secrets }: Surroundings): Record<string, string> | undefined {
  const volume = pod.volumes.find((candidate) => candidate.name === name);
  if (volume?.secret) {
    const { secretName, items } = volume.secret;
    return Object.fromEntries(items.map(({ key, path }) => [path, secretValue(secrets, { name: secretName, key })]));
  }
  if (volume?.configMap) {
    return manifests.one<{ data: Record<string, string> }>("ConfigMap", volume.configMap.name).data;
  }
  if (volume?.emptyDir) {
    return undefined;
  }
  throw new Error(`cannot make volume "${name}"`);
}
