/** Objects of CloudNativePG 1.30 and of its Barman Cloud plugin, as far as rules read them. Fields are those of their CRDs. */
import type { KubernetesObject } from "../kubernetes/objects.ts";

export const clusterType = "kubernetes:postgresql.cnpg.io/v1:Cluster";
export const roleType = "kubernetes:postgresql.cnpg.io/v1:DatabaseRole";
export const objectStoreType = "kubernetes:barmancloud.cnpg.io/v1:ObjectStore";
export const barmanPlugin = "barman-cloud.cloudnative-pg.io";

export type Cluster = KubernetesObject<{
  instances?: number;
  enableSuperuserAccess?: boolean;
  enablePDB?: boolean;
  plugins?: { name: string; enabled?: boolean; isWALArchiver?: boolean; parameters?: Record<string, string> }[];
  backup?: { barmanObjectStore?: object; retentionPolicy?: string };
  managed?: { roles?: ManagedRole[] };
  monitoring?: { enablePodMonitor?: boolean };
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  postgresql?: { pg_hba?: string[] };
  bootstrap?: { initdb?: { dataChecksums?: boolean } };
}>;
/** A database role, managed in a cluster's spec or as a separate object. */
export interface ManagedRole {
  superuser?: boolean;
  login?: boolean;
}

export interface ObjectStoreSpec {
  retentionPolicy?: string;
}

export type ObjectStore = KubernetesObject<ObjectStoreSpec>;
export type DatabaseRole = KubernetesObject<ManagedRole>;
export type ScheduledBackup = KubernetesObject<{ cluster?: { name: string }; suspend?: boolean }>;
export type Database = KubernetesObject<{ databaseReclaimPolicy?: string }>;
