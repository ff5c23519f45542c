/**
 * A report becomes files and lines that people and programs read: called by the command line when a run is over or a report is rebuilt.
 * It calls FreeMarker, Jackson and the JSON schema validator on the values of the verdict package.
 * It never judges: what it writes was decided before, and it runs nothing and asks no cluster.
 */
package dev.podproof.report.render;
