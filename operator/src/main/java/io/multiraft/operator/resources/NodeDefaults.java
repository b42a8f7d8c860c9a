package io.multiraft.operator.resources;

import java.util.List;

/**
 * What the operator was told about nodes, for clusters that do not say.
 *
 * @param image image of the nodes
 * @param imagePullPolicy when it is pulled
 * @param imagePullSecrets names of Secrets to pull it with, in the namespace of the cluster
 */
public record NodeDefaults(String image, String imagePullPolicy, List<String> imagePullSecrets) {}
