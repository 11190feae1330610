/**
 * Tests of content views.
 *
 * <ul>
 *   <li>views of text: {@link TextViewsTest}
 *   <li>views of binary content: {@link BinaryViewsTest}
 *   <li>trees, messages, archives and files: {@link StructuredViewsTest}
 *   <li>schemas of protocol buffers: {@link ProtoSchemaTest}
 *   <li>header fields and credentials: {@link HeaderViewsTest}
 *   <li>names of operations: {@link OperationNameTest}
 *   <li>any input: {@link ContentViewsPropertyTest}, {@link ContentViewsFuzzTest}
 * </ul>
 */
package dev.steno.content.view;
